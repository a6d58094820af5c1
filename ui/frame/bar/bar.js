// The bar on a phone: the page's name, which opens the menu of pages, and the settings. Both are one sheet, which is
// Streamlit's sidebar: `ui/frame/style.py` lays it over the lower half of the window, so that the picture stays.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { said, saySo } from "../../browser/on_stage.js";
import { page } from "../../browser/page.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */

/** @typedef {Block<{ palette: Palettes, title: string }>} BarBlock */

/** @param {string} selector of something in Streamlit's page */
const onPage = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

const phone = window.matchMedia("(max-width: 600px)"),
  tablet = window.matchMedia("(pointer: coarse) and (min-width: 600.1px) and (max-width: 1100px)");

const SIDEBAR = "[data-testid=stSidebar]",
  COLLAPSED = ["data-collapsed", "aria-expanded"]; // the second is what Streamlit 1.62 says

const isOpen = () => Boolean(onPage(`${SIDEBAR}:is([data-collapsed=false], [aria-expanded=true])`));

/** @param {boolean} opens */
const press = (opens) =>
  onPage(
    opens ? "[data-testid=stExpandSidebarButton]" : "[data-testid=stSidebarCollapseButton] button",
  )?.click();

class Bar {
  /** @type {Ask} */
  ask;
  /** @type {BarBlock | undefined} */
  state;
  wasOpen = ""; // the sheet that was open as a finger came down; Streamlit closes it before the tap is one

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLButtonElement[]} */
    this.buttons = findAll(root, "button");
    for (const button of this.buttons) {
      const sheet = button.dataset.sheet ?? "";
      button.onpointerdown = () => (this.wasOpen = isOpen() ? (said("sheet") ?? "") : "");
      button.onclick = () => this.toggle(sheet);
    }
    this.watch = new MutationObserver((changes) => {
      if (changes.some(({ target }) => target instanceof Element && target.matches(SIDEBAR))) this.mark();
    });
    this.watch.observe(document.body, { subtree: true, attributeFilter: COLLAPSED });
  }

  /** @param {BarBlock} state */
  update(state) {
    // A page opens with its picture in view, also where it was chosen in the menu, or the sheet was open last time. A
    // tablet has the picture's full width at first; where settings were opened, they stay beside it.
    const opens = this.state?.title !== state.title;
    if (opens && isOpen() && (phone.matches || (tablet.matches && !page.hiddenLayersFolded))) press(false);
    if (opens) page.hiddenLayersFolded = true;
    this.state = state;
    find(this.root, "b").textContent = state.title;
    this.redraw();
  }

  redraw() {
    if (this.state) makeTheme(this.state.palette, this.root);
    this.mark();
  }

  /** @param {string} sheet */
  toggle(sheet) {
    const closes = this.wasOpen === sheet || (isOpen() && said("sheet") === sheet);
    this.wasOpen = "";
    saySo("sheet", sheet);
    if (closes === isOpen()) press(!closes);
    this.mark();
  }

  mark() {
    for (const button of this.buttons) {
      const isShown = isOpen() && said("sheet") === button.dataset.sheet;
      button.setAttribute("aria-expanded", String(isShown));
    }
  }

  destroy() {
    this.watch.disconnect();
  }
}

export default mounting("bar", Bar);
