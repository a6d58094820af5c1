// Covers: what would answer a scene's question before it is asked for lies under a "?". A scene names the parts by their
// classes; the page's outermost element says which are covered now (`on_stage.js`). One style sheet in each part does it,
// so that whatever a view draws meanwhile is covered too.

const NAME = /^[a-z][a-z0-9-]*$/;

/** What is no element of its own: whoever draws it asks `covered` in `on_stage.js`, and leaves it out. */
const DRAWN = ["regions"];

/** The live region that tells screen readers what the pictures show: it would tell the answer. */
const SPOKEN = "spoken";

/**
 * The style sheet that covers parts.
 * @param {string[]} names classes of elements
 */
export function coverStyle(names) {
  return names
    .filter((name) => NAME.test(name) && !DRAWN.includes(name))
    .concat(names.length ? [SPOKEN] : [])
    .map((name) => {
      const part = `.part:not(.question, .strip) .${name}`;
      return (
        `:where(${part}) { position: relative; }\n` +
        `${part}, ${part} * { visibility: hidden !important; }\n` +
        `${part}:not(.${SPOKEN}, canvas)::after { content: "?"; visibility: visible; position: absolute; inset: 0; ` +
        "display: grid; place-items: center; min-height: 1em; color: var(--soft); background: var(--panel); " +
        "border: 1px solid var(--line); border-radius: 0.4rem; font-size: 1.6rem; font-weight: 400; }"
      );
    })
    .join("\n");
}

/**
 * Cover what is to be covered in a part, and nothing else.
 * @param {HTMLElement} root
 * @param {string | undefined} covers names, with blanks between
 */
export function cover(root, covers) {
  const names = covers?.split(" ").filter(Boolean) ?? [],
    home = root.getRootNode(),
    found = /** @type {ParentNode} */ (home).querySelector("style.covers");
  if (!names.length) return found?.remove();
  const sheet = found ?? document.createElement("style"),
    text = coverStyle(names);
  sheet.className = "covers";
  if (sheet.textContent !== text) sheet.textContent = text;
  if (!found) root.before(sheet);
}
