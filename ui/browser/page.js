// What all parts of one page share. Each part is a script of its own, so no module can hold it: it stands on the
// window.

/** @import { Brought } from "../frame/reconnect/connection_state.js" */
/** @import { StageEnd } from "../lecture/presenter/stage_end.js" */
/** @import { AskedNow } from "../lecture/question/asked.js" */
/** @import { KeyAction, Listener } from "./keys.js" */
/** @import { Held } from "./held.js" */
/** @import { Sentence } from "./sentences.js" */
/** @import { Walk } from "./walk.js" */

/**
 * What leads a player: `to` plays to an epoch from before it, `stand` stands there at once; `back` goes back to where
 * the player stood then, or stood before the first of several times.
 * @typedef {object} Leads
 * @property {(epoch: number) => void} to
 * @property {(epoch: number, isFirst: boolean) => void} stand
 * @property {() => void} back
 */

/**
 * @typedef {object} Shared
 * @property {Map<HTMLElement, Sentence>} [hiddenLayersFindings] every headline that is shown, with its finding
 * @property {string} [hiddenLayersInstead] the words that stand in the headlines' place while a question is open
 * @property {Element | null} [hiddenLayersAsker] the element that asks that question
 * @property {AskedNow | null} [hiddenLayersAsked] the question that stands on the page
 * @property {() => number | undefined} [hiddenLayersMoment] the epoch that a player shows, for a link to it
 * @property {() => { text: string, words: string }} [hiddenLayersDrawn] what was drawn, as a link takes it along (""
 * where it does not), and what is said of that
 * @property {Leads} [hiddenLayersPlay] leads a player to an epoch
 * @property {{ epochs: () => number[], to: (epoch: number) => void }} [hiddenLayersReel] the moments that a player has,
 * and the way to one of them, which is drawn at once
 * @property {{ action: KeyAction, key: string, until: number } | null} [hiddenLayersUnheard] a key that was pressed
 * while no part was there to hear it
 * @property {Walk | null} [hiddenLayersWalk] the walk to another scene that is under way
 * @property {(slug: string) => void} [hiddenLayersGo] walks to a scene
 * @property {Element | null} [hiddenLayersStrip] the strip of settings that the page has
 * @property {Listener[]} [hiddenLayersKeys] the parts that hear the keys of the table in `keys.js`
 * @property {StageEnd} [hiddenLayersStageEnd] what ties this window to a presenter's
 * @property {(brought: Brought) => void} [hiddenLayersBring] brings a server that is back what this browser has kept
 * @property {Map<string, () => string>} [hiddenLayersKeep] what parts would have a server know that is back, by name
 * @property {boolean} [hiddenLayersTakenUp] whether what was kept before this page was loaded has been looked at
 * @property {boolean} [hiddenLayersFolded] whether a tablet has folded the sidebar, as it does once
 * @property {Set<string>} [hiddenLayersHanded] the presses whose files were saved
 * @property {() => void} [hiddenLayersSave] saves what is shown as a page of its own
 * @property {boolean} [hiddenLayersAlone] whether the page is a file of its own, without Python
 * @property {string} [hiddenLayersSearch] what the address of such a file would say after "?"
 * @property {Held} [hiddenLayersHeld] what this browser has of the page's blocks
 * @property {number} [hiddenLayersWishes] the number of the wish that a part of it sent last
 * @property {{ last: number }} [hiddenLayersClicks] when the visitor last did something anywhere
 * @property {(code: string, heard: (message: any) => void) => Promise<() => void>} [hiddenLayersTry] runs a visitor's
 * layer in a worker of its own, and gives what stops it; in the static site alone
 */

/** @type {unknown} */
const everywhere = globalThis; // the window; in tests without a browser there is none

export const page = /** @type {Window & Shared} */ (everywhere);

export const prefersNoMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The element that Streamlit draws the whole app in; its data tell whether Python is at work. */
export const appElement = () =>
  /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=stApp]"));
