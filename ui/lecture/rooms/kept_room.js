// The room that this browser's tab has opened, with the host's key: a reload comes back to it. It stands in no link.

/** @typedef {{ room: string, key: string }} KeptRoom */

const KEY = "hidden-layers.room";

/** @returns {KeptRoom | null} */
export function keptRoom() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return kept && typeof kept.room === "string" && typeof kept.key === "string" ? kept : null;
  } catch {
    return null; // no storage, or another program's text
  }
}

/** @param {KeptRoom | null} room null: there is none any more */
export function keepRoom(room) {
  try {
    if (room) sessionStorage.setItem(KEY, JSON.stringify({ room: room.room, key: room.key }));
    else sessionStorage.removeItem(KEY);
  } catch {
    // no storage: the session on the server still knows the room
  }
}

/**
 * The address that phones open: the room, and the scene for whoever comes too late.
 * @param {string} here the page's own address
 * @param {string} room
 * @param {string} slug
 */
export function addressOfRoom(here, room, slug) {
  const link = new URL(".", here);
  link.search = new URLSearchParams({ room, ...(slug && { scene: slug }) }).toString();
  link.hash = "";
  return link.href;
}
