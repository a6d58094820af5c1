// The link to what is on the page: copied, or as a QR code; and walking from scene to scene. A presenter's clicker sends
// Page Up and Page Down; the arrow keys belong to the player's epochs.

import { mounting } from "../../browser/mounting.js";
import { makeTheme } from "../../browser/colours.js";
import { qrSvg } from "./qr.js";

// The address bar's link, with the moment that the player shows, where the page's settings have one.
function linkOfPage({ has_moment: hasMoment }) {
  const link = new URL(window.location.href),
    epoch = window.hiddenLayersMoment && window.hiddenLayersMoment();
  if (hasMoment && Number.isFinite(epoch)) link.searchParams.set("at", String(epoch));
  return link.href.replace(/%2C/gi, ",");
}

// Where the page does not come over https, browsers keep the clipboard from it; a hidden text can still be copied.
async function copyText(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: text });
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

// Streamlit comes to a scene on another page in two entries: the old page's address with the new scene, then the new page's.
// The first would only send the back button forward again: the second takes its place.
function keepOneEntryForAScene() {
  if (window.history.onePerScene) return;
  const push = window.history.pushState.bind(window.history);
  window.history.onePerScene = true;
  window.history.pushState = (state, title, address) => {
    const here = new URL(window.location.href),
      there = new URL(address ?? here, here),
      scene = there.searchParams.get("scene");
    const sent = scene && scene === here.searchParams.get("scene") && there.pathname !== here.pathname;
    return sent ? window.history.replaceState(state, title, address) : push(state, title, address);
  };
}

class Link {
  constructor(root) {
    this.root = root;
    keepOneEntryForAScene();
    const find = (selector) => root.querySelector(selector);
    this.dialog = find("dialog");
    find(".copy").onclick = () => this.copy();
    find(".code").onclick = () => this.showCode();
    find(".close").onclick = () => this.dialog.close();
    find(".back").onclick = () => this.walk("previous");
    find(".on").onclick = () => this.walk("next");
    this.onKey = (event) => {
      const where = { PageUp: "previous", PageDown: "next" }[event.key];
      if (!where || !this.state.slug || event.ctrlKey || event.altKey || event.metaKey || this.dialog.open)
        return;
      event.preventDefault();
      this.walk(where);
    };
    window.addEventListener("keydown", this.onKey, true);
  }

  update(state) {
    this.state = state;
    makeTheme(state.palette, this.root);
    for (const [selector, name] of [
      [".back", "previous"],
      [".on", "next"],
    ]) {
      const button = this.root.querySelector(selector);
      button.hidden = !state.slug;
      button.disabled = !state[name];
    }
  }

  walk(where) {
    const slug = this.state[where];
    if (slug) this.ask("walk", slug);
  }

  async copy() {
    const text = linkOfPage(this.state),
      done = await copyText(text, this.root);
    this.say(done ? "The link is copied." : "The browser did not allow it; the link stands under QR code.");
  }

  showCode() {
    const text = linkOfPage(this.state),
      svg = qrSvg(text);
    this.root.querySelector(".picture").innerHTML = svg || "";
    this.root.querySelector(".address").textContent = svg
      ? text
      : `The link is too long for a QR code (${text.length} characters): ${text}`;
    this.dialog.showModal();
  }

  say(words) {
    const line = this.root.querySelector(".said");
    line.textContent = words;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (line.textContent = ""), 4000);
  }

  destroy() {
    window.removeEventListener("keydown", this.onKey, true);
  }
}

export default mounting("link", Link);
