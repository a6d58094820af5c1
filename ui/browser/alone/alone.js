// Parts of a page in a file of their own: each is mounted as Streamlit mounts it, and what Python would answer is
// answered here. An answer that changes the picture has its blocks in the file; what needs training is said to.
// `written.py` writes the file.

import { saySearch } from "../address.js";
import { find } from "../find.js";
import { page } from "../page.js";

/** @import { Mounted } from "../mounting.js" */
/** @typedef {[name: string, text: string][]} Then */

/** @typedef {{ name: string, header: Record<string, unknown>, body: [at: number, length: number] }} KeptPart */
/** @typedef {{ count: number, said: Record<string, string>, parts: KeptPart[] }} Build */
/** @typedef {(mounted: Mounted) => unknown} Mount */

/** Wishes that only tell Python what is shown here already, or ask for more of a run that is whole. */
const TOLD = new Set(["view", "look", "more", "theme", "judge"]);

const SAID_FOR = 8000; // ms

/**
 * @param {Uint8Array} pack
 * @returns {{ builds: Build[], bodies: Uint8Array }}
 */
function opened(pack) {
  const length = new DataView(pack.buffer).getUint32(0, true);
  return {
    builds: JSON.parse(new TextDecoder().decode(pack.subarray(4, 4 + length))),
    bodies: pack.subarray(4 + length),
  };
}

/** The pack of this file, without its gzip. */
async function readPack() {
  const text = find(document, "#pack").textContent ?? "",
    bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
    stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * A block as `blocks.py` packs it.
 * @param {Record<string, unknown>} header
 * @param {Uint8Array} body
 */
function block(header, body) {
  const head = new TextEncoder().encode(JSON.stringify(header)),
    start = Math.ceil((4 + head.length) / 8) * 8,
    bytes = new Uint8Array(start + body.length);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  bytes.set(body, start);
  return bytes;
}

class Alone {
  /**
   * What the visitor has chosen in a part, by the part's name.
   * @type {Record<string, Record<string, unknown>>}
   */
  chosen = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined;

  /**
   * @param {Record<string, Mount>} mounts
   * @param {{ builds: Build[], bodies: Uint8Array }} kept
   */
  constructor(mounts, { builds, bodies }) {
    this.mounts = mounts;
    this.builds = builds;
    this.bodies = bodies;
    this.shown = builds[0];
    /** @type {ShadowRoot[]} */
    this.roots = [];
    saySearch(window.location.search);
    this.show(builds[0]);
  }

  /**
   * @param {Build} build
   */
  show(build) {
    this.shown = build;
    build.parts.forEach((part, place) => this.showPart(part, place));
    for (const root of this.roots.splice(build.parts.length)) root.host.remove();
  }

  /**
   * @param {KeptPart} part
   * @param {number} place
   */
  showPart({ name, header, body: [at, length] }, place) {
    const root = this.rootAt(place, name),
      data = block(this.asChosen(name, header), this.bodies.subarray(at, at + length));
    this.mounts[name]({
      data,
      parentElement: root,
      setTriggerValue: (wish, value) => this.answer(name, wish, value),
    });
  }

  /**
   * The root of the part at a place of the page; a new one where another part stood there.
   * @param {number} place
   * @param {string} name
   */
  rootAt(place, name) {
    const known = this.roots[place];
    if (known && /** @type {HTMLElement} */ (known.host).dataset.part === name) return known;
    const host = document.createElement("div"),
      root = host.attachShadow({ mode: "open" }),
      /** @type {HTMLTemplateElement} */ template = find(document, `template[data-part="${name}"]`);
    host.dataset.part = name;
    root.append(template.content.cloneNode(true));
    if (known) known.host.replaceWith(host);
    else find(document, "main").append(host);
    this.roots[place] = root;
    return root;
  }

  /**
   * A part's header with the look that the visitor has chosen, except what an answer changes.
   * @param {string} name
   * @param {Record<string, unknown>} header
   */
  asChosen(name, header) {
    const chosen = Object.entries(this.chosen[name] ?? {}).filter(([each]) => !(each in this.shown.said));
    if (!chosen.length || !header.view) return header;
    return { ...header, view: { ...header.view, ...Object.fromEntries(chosen) } };
  }

  /**
   * @param {string} name of the part
   * @param {string} wish
   * @param {unknown} value
   */
  answer(name, wish, value) {
    if (wish === "then") this.reveal(/** @type {{ count: number }} */ (value).count);
    else if (wish === "view") this.keep(name, /** @type {Record<string, unknown>} */ (value));
    else if (!TOLD.has(wish)) this.needsProgram();
  }

  /**
   * Remember what the visitor has changed of a part's look.
   * @param {string} name
   * @param {Record<string, unknown>} view
   */
  keep(name, view) {
    const header = this.shown.parts.find((part) => part.name === name)?.header ?? {},
      was = /** @type {Record<string, unknown>} */ (header.view ?? {});
    const changed = Object.entries(view).filter(([each, value]) => each in was && was[each] !== value);
    this.chosen[name] = Object.fromEntries(changed);
  }

  /**
   * Show what so many answers come to.
   * @param {number} count
   */
  reveal(count) {
    const build = this.builds.findLast((each) => each.count <= count) ?? this.builds[0],
      changed = this.changedBy(count);
    if (build !== this.shown) this.show(build);
    const said = new URLSearchParams(window.location.search);
    for (const [name, text] of Object.entries(changed)) said.set(name, text);
    setTimeout(() => saySearch(`?${said}`), 0); // the part that asks is still at it
    if (Object.entries(changed).some(([name, text]) => build.said[name] !== text))
      this.tell("The picture of this answer is not in this file: it is computed");
  }

  /**
   * Settings that so many answers and further builds change, by their names and texts in a link.
   * @param {number} count
   * @returns {Record<string, string>}
   */
  changedBy(count) {
    const asks = this.builds[0].parts.find(({ name }) => name === "question")?.header ?? {},
      { questions = [], further = [] } = /** @type {{ questions?: { then: Then }[], further?: Then[] }} */ (
        asks
      );
    return Object.fromEntries([...questions.map(({ then }) => then), ...further].slice(0, count).flat());
  }

  needsProgram() {
    this.tell("This page holds what was computed when it was saved. Anything else is computed");
  }

  /**
   * @param {string} words which end with "in the program"
   */
  tell(words) {
    const line = find(document, ".needs"),
      hasLink = document.querySelector("a.source") !== null;
    line.textContent = `${words} in the program${hasLink ? ", to which the link below leads" : ""}.`;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (line.textContent = ""), SAID_FOR);
  }
}

/**
 * Mount the parts of this file.
 * @param {Record<string, Mount>} mounts
 */
export async function open(mounts) {
  page.hiddenLayersAlone = true;
  const kept = opened(await readPack());
  new Alone(mounts, kept);
}
