// Covers: what would answer a scene's question before it is asked for lies under a "?". A scene names the parts by
// their classes, a plot also by its `data-plot`; the page's outermost element says which are covered now
// (`on_stage.js`). One style sheet in each part does it, so that whatever a view draws meanwhile is covered too. Of a
// plot only the data are covered: its pen (`curves/pen.js`) draws axes, names and ticks, and says where its frame is. A
// part's own style sheet says where no "?" has room or no box holds it, by `--cover: hidden`, and how large one is, by
// `--cover-size`; on the stage, parts that are not on it show none.

const NAME = /^[a-z][a-z0-9-]*$/;

/** What is no element of its own: whoever draws it asks `covered` in `on_stage.js`, and leaves it out. */
const DRAWN = ["regions", "regions-first", "regions-second", "regions-apart", "difference", "lower-layers"];

/** The live region that tells screen readers what the pictures show: it would tell the answer. */
export const SPOKEN = "spoken";

/** What to look at, which stands beside the question: the one thing of a scene itself that can be covered. */
const LOOK = "look";

/**
 * The elements that go by a name.
 * @param {string} name
 */
const partsOf = (name) => `:is(.${name}, [data-plot="${name}"])`;

/** @param {string} name */
const hasSheet = (name) => NAME.test(name) && !DRAWN.includes(name);

/** A plot's box where a pen has drawn, or a table that says where its cells are; what of it answers nothing; names. */
const PLOT = "[data-axes]",
  AXES = ":is(canvas, .ticks, .ticks *)",
  NAMED = ':is([data-shows="name"], [data-shows="name"] *)';

/**
 * Whether an element lies in a part that is covered.
 * @param {Element} element
 * @param {string | undefined} covers names, with blanks between
 */
export const isUnder = (element, covers) =>
  (covers ?? "").split(" ").some((name) => hasSheet(name) && element.closest(partsOf(name)));

const QUESTION_MARK =
  'content: "?"; visibility: var(--cover, visible); position: absolute; display: grid; place-items: center; ' +
  "min-height: 1em; color: var(--soft); background: var(--panel); border: 1px solid var(--line); " +
  "border-radius: 0.4rem; font-size: var(--cover-size, 1.25rem); line-height: 1; font-weight: 400; inset: ";

/**
 * The style sheet that covers parts.
 * @param {string[]} names classes of elements
 */
export function coverStyle(names) {
  return names
    .filter(hasSheet)
    .concat(names.length ? [SPOKEN] : [])
    .map((name) => {
      const home = name === LOOK ? ".part.question" : ".part:not(.question, .strip, .hall)",
        part = `${home} ${partsOf(name)}`,
        plot = `:is(${part}${PLOT}, ${part} ${PLOT})`,
        caption = `:is(${part}, ${part} figure):has(> ${PLOT}) > figcaption`;
      return [
        `:where(${part}) { position: relative; }`,
        `${part}, ${part} * { visibility: hidden !important; }`,
        `${plot} ${AXES}, ${caption}${NAMED}, ${caption} ${NAMED} { visibility: var(--cover, visible) !important; }`,
        `${part}:not(.${SPOKEN}, canvas, ${PLOT}, :has(${PLOT}))::after { ${QUESTION_MARK}0; }`,
        `${plot}::after { ${QUESTION_MARK}var(--frame); }`,
      ].join("\n");
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
