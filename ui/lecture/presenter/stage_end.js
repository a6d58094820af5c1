// The stage's end of the tie to a presenter's window. It outlives the parts of a page, so it stands on the window.
// Without a presenter's window, nothing here listens to anything.

import { press } from "../../browser/keys.js";
import { onStage } from "../../browser/on_stage.js";
import { page } from "../../browser/page.js";
import { askedNow, onAsked } from "../question/asked.js";
import { keptRoom } from "../rooms/kept_room.js";
import {
  addressOfPresenter,
  channelOf,
  keepId,
  keepTimes,
  keptId,
  keptTimes,
  newId,
  NO_CHANNEL,
} from "./tie.js";
import { beginningOf } from "./steps.js";
import { entered, started } from "./times.js";

/** @import { Place } from "./steps.js" */
/** @import { Message } from "./tie.js" */

const SIZE = "popup,width=1280,height=720";

/**
 * The scene and the question that stand on the page; no name where no scene does.
 * @returns {Place}
 */
export function placeNow() {
  const now = askedNow(),
    slash = now?.question.lastIndexOf("/") ?? -1;
  if (!now || slash < 0) return beginningOf("");
  return {
    name: now.question.slice(0, slash),
    at: Number(now.question.slice(slash + 1)),
    revealed: !now.isOpen,
    played: now.played,
    further: now.further,
    ended: now.ended,
  };
}

export class StageEnd {
  /** @type {BroadcastChannel | null} */
  channel = null;
  /** The presenter's window that this one has opened last. @type {Window | null} */
  presenter = null;
  /** How many of those have been closed. */
  opened = 0;
  /** Whether the page is black; the part that lays the black over it says so. */
  isBlack = () => false;

  constructor() {
    onAsked(() => this.tell());
    window.addEventListener("resize", () => this.tell());
    window.addEventListener("pagehide", () => this.post({ kind: "gone" }));
    if (keptId()) this.tie(keptId());
  }

  /** @param {string} id */
  tie(id) {
    this.channel?.close();
    this.channel = channelOf(id);
    if (!this.channel) return;
    this.channel.onmessage = ({ data }) => this.hear(data);
    this.tell();
  }

  /** @param {Message} message */
  post(message) {
    this.channel?.postMessage(message);
  }

  /** Tell the presenter's window what stands on the page. */
  tell() {
    if (!this.channel) return;
    const now = Date.now(),
      place = placeNow(),
      times = entered(keptTimes() ?? started(place.name, now), place.name, now);
    keepTimes(times);
    this.post({
      kind: "told",
      ...place,
      times,
      search: window.location.search,
      host: keptRoom(),
      onStage: onStage(),
      isBlack: this.isBlack(),
      width: window.innerWidth,
      height: window.innerHeight,
    });
  }

  /** @param {Message} message */
  hear(message) {
    if (message.kind === "press") press(message.key);
    else if (message.kind === "clock") keepTimes(started(placeNow().name, Date.now()));
    else if (message.kind !== "where") return; // another stage's
    this.tell();
  }

  /**
   * Open the presenter's window, or come back to it.
   * @returns {{ fault: string, address: string }} a sentence where it does not open, and where it then stands
   */
  open() {
    const id = keptId() || newId(),
      place = placeNow(),
      address = addressOfPresenter(window.location.href, id, place.name, askedNow()?.build ?? 0);
    if (typeof BroadcastChannel === "undefined") return { fault: NO_CHANNEL, address: "" };
    if (!place.name) return { fault: "The presenter’s window is for a scene: open one first.", address: "" };
    keepId(id);
    if (!this.channel) this.tie(id);
    // A window that is just being closed may still have the name, and would be opened for nobody to see.
    if (this.presenter?.closed) this.opened += 1;
    this.presenter = window.open(address, `hidden-layers-presenter-${id}-${this.opened}`, SIZE);
    if (this.presenter) return { fault: "", address };
    return { fault: "The browser has blocked the presenter’s window; this link opens it:", address };
  }
}

/** The one of this window. */
export const stageEnd = () => (page.hiddenLayersStageEnd ??= new StageEnd());
