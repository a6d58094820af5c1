// A field for code: Tab indents, shift Tab goes back, and Esc gives Tab back to the page, so that no keyboard is
// caught.

const INDENT = "    ";

/**
 * What Tab or shift Tab changes: the words that are put in the place of others, and what is selected then. Without a
 * selection Tab writes spaces up to the next stop; with one, or back, whole lines move.
 * @param {{ text: string, from: number, to: number }} field
 * @param {boolean} back
 */
export function indented({ text, from, to }, back) {
  const lineFrom = text.lastIndexOf("\n", from - 1) + 1;
  if (from === to && !back) {
    const spaces = " ".repeat(INDENT.length - ((from - lineFrom) % INDENT.length));
    return { at: from, until: to, words: spaces, from: from + spaces.length, to: from + spaces.length };
  }
  const ends = text.indexOf("\n", to > from && text[to - 1] === "\n" ? to - 1 : to),
    until = ends < 0 ? text.length : ends,
    lines = text.slice(lineFrom, until).split("\n"),
    moved = lines.map((line) => (back ? line.replace(/^ {1,4}/, "") : line && INDENT + line)),
    words = moved.join("\n"),
    first = moved[0].length - lines[0].length;
  const start = Math.max(lineFrom, from + first);
  return {
    at: lineFrom,
    until,
    words,
    from: start,
    to: Math.max(start, to + words.length - (until - lineFrom)),
  };
}

/**
 * Listen to a field's keys.
 * @param {HTMLTextAreaElement} field
 * @param {() => void} run called at Ctrl Enter
 */
export function listenToKeys(field, run) {
  let leaves = false; // whether Esc came last: then Tab is the page's
  field.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (key === "Escape") {
      leaves = true;
      return;
    }
    if (key === "Enter" && (ctrlKey || metaKey)) {
      event.preventDefault();
      run();
    }
    const isMine = key === "Tab" && !leaves && !field.readOnly && !(ctrlKey || metaKey || altKey);
    if (key !== "Shift") leaves = false;
    if (!isMine) return;
    event.preventDefault();
    change(
      field,
      indented({ text: field.value, from: field.selectionStart, to: field.selectionEnd }, shiftKey),
    );
  });
}

/**
 * Put a text in the place of another, in such a way that the browser can undo it.
 * @param {HTMLTextAreaElement} field
 * @param {ReturnType<typeof indented>} wanted
 */
function change(field, { at, until, words, from, to }) {
  field.setSelectionRange(at, until);
  const isDone = words
    ? document.execCommand("insertText", false, words)
    : at === until || document.execCommand("delete");
  if (!isDone) field.setRangeText(words, at, until);
  field.setSelectionRange(from, to);
}
