// The overview: all slides of the lecture by number and title. A click goes to one, and so do its digits.

import { find } from "../../browser/find.js";
import { slideOf } from "./jump.js";

/** @import { Slide } from "./jump.js" */

const WAIT = 1500; // ms for a further digit, where one could still come

export class Overview {
  /** @type {Slide[]} */
  slides = [];
  typed = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined;

  /**
   * @param {HTMLElement} root
   * @param {(slug: string) => void} go
   */
  constructor(root, go) {
    this.go = go;
    /** @type {HTMLDialogElement} */
    this.dialog = find(root, ".overview");
    this.dialog.addEventListener("keydown", (event) => this.press(event));
    this.dialog.addEventListener("close", () => this.type(""));
  }

  /**
   * @param {Slide[]} slides
   * @param {string} open the slug of the scene that is open, or ""
   */
  show(slides, open) {
    if (!slides.length) return;
    this.slides = slides;
    this.type("");
    find(this.dialog, "ol").replaceChildren(...slides.map((slide) => this.entry(slide, slide.slug === open)));
    this.dialog.showModal();
    /** @type {HTMLElement | null} */ (this.dialog.querySelector("[aria-current]"))?.focus();
  }

  /**
   * @param {Slide} slide
   * @param {boolean} isOpen
   */
  entry({ slug, row, title }, isOpen) {
    const item = document.createElement("li"),
      button = document.createElement("button");
    button.type = "button";
    button.innerHTML = "<b></b> <span></span>";
    find(button, "b").textContent = String(row);
    find(button, "span").textContent = title;
    if (isOpen) button.setAttribute("aria-current", "true");
    button.onclick = () => this.leaveFor(slug);
    item.append(button);
    return item;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.dialog.open) return; // closed a moment ago, it still has the focus
    event.stopPropagation(); // Streamlit hears the letters that reach it
    if (/^\d$/.test(event.key)) this.type(this.typed + event.key);
    else if (event.key === "Backspace") this.type(this.typed.slice(0, -1));
    else if (event.key === "Enter" && this.typed) this.jump();
    else if (event.key.toLowerCase() === "g") this.dialog.close();
    else return;
    event.preventDefault();
  }

  /** @param {string} digits */
  type(digits) {
    clearTimeout(this.waiting);
    this.typed = digits.slice(0, 3);
    find(this.dialog, ".typed").textContent = this.typed ? `Slide ${this.typed}` : "";
    if (!this.typed) return;
    if (slideOf(this.typed, this.slides).sure) this.jump();
    else this.waiting = setTimeout(() => this.jump(), WAIT);
  }

  jump() {
    const { slide } = slideOf(this.typed, this.slides),
      asked = this.typed;
    this.type("");
    if (slide) this.leaveFor(slide.slug);
    else find(this.dialog, ".typed").textContent = `The lecture has no slide ${Number(asked)}.`;
  }

  /** @param {string} slug */
  leaveFor(slug) {
    this.dialog.close();
    this.go(slug);
  }
}
