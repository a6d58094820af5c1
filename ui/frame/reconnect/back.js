// What stands before the page: it lends the connection its way to Python, where what is brought comes first.

import { mounting } from "../../browser/mounting.js";
import { page } from "../../browser/page.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Brought } from "./connection_state.js" */

class Back {
  /** @type {Ask<{ brought: Brought }>} */
  ask = () => {};
  bring = (/** @type {Brought} */ brought) => this.ask("brought", brought);

  update() {
    page.hiddenLayersBring = this.bring;
  }

  redraw() {}

  destroy() {
    if (page.hiddenLayersBring === this.bring) page.hiddenLayersBring = undefined;
  }
}

export default mounting("back", Back);
