// Covers: what would answer a scene's question before it is asked for lies under a "?". A scene names the parts by
// their classes, a plot also by its `data-plot`; the page's outermost element says which are covered now
// (`on_stage.js`). One style sheet in each part does it, so that whatever a view draws meanwhile is covered too. A
// part's own style sheet says where no "?" has room or no box holds it, by `--cover: hidden`, and how large one is, by
// `--cover-size`; on the stage, parts that are not on it show none.

const NAME = /^[a-z][a-z0-9-]*$/;

/** What is no element of its own: whoever draws it asks `covered` in `on_stage.js`, and leaves it out. */
const DRAWN = ["regions"];

/** The live region that tells screen readers what the pictures show: it would tell the answer. */
export const SPOKEN = "spoken";

/** What to look at, which stands beside the question: the one thing of a scene itself that can be covered. */
const LOOK = "look";

/**
 * The style sheet that covers parts.
 * @param {string[]} names classes of elements
 */
export function coverStyle(names) {
  return names
    .filter((name) => NAME.test(name) && !DRAWN.includes(name))
    .concat(names.length ? [SPOKEN] : [])
    .map((name) => {
      const home = name === LOOK ? ".part.question" : ".part:not(.question, .strip, .hall)",
        part = `${home} :is(.${name}, [data-plot="${name}"])`;
      return (
        `:where(${part}) { position: relative; }\n` +
        `${part}, ${part} * { visibility: hidden !important; }\n` +
        `${part}:not(.${SPOKEN}, canvas)::after { content: "?"; visibility: var(--cover, visible); ` +
        "position: absolute; inset: 0; display: grid; place-items: center; min-height: 1em; " +
        "color: var(--soft); background: var(--panel); border: 1px solid var(--line); border-radius: 0.4rem; " +
        "font-size: var(--cover-size, 1.25rem); line-height: 1; font-weight: 400; }"
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
