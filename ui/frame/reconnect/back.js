// What stands before the page: it lends the connection its way to Python, where what is brought comes first. It gives
// the document the style of what stands around every part, which the page itself brings only when it is opened.

import { mounting } from "../../browser/mounting.js";
import { page } from "../../browser/page.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Brought } from "./connection_state.js" */

/** @typedef {Block<{ style: string }>} BackBlock */

const WORN = "hidden-layers-style";

class Back {
  /** @type {Ask<{ brought: Brought }>} */
  ask = () => {};
  bring = (/** @type {Brought} */ brought) => this.ask("brought", brought);

  /** @param {BackBlock} block */
  update({ style }) {
    page.hiddenLayersBring = this.bring;
    let worn = document.getElementById(WORN);
    if (!worn) {
      worn = document.createElement("style");
      worn.id = WORN;
      document.body.append(worn); // behind Streamlit's own style, as where the page brings it
    }
    if (worn.textContent !== style) worn.textContent = style;
  }

  redraw() {}

  destroy() {
    if (page.hiddenLayersBring === this.bring) page.hiddenLayersBring = undefined;
  }
}

export default mounting("back", Back);
