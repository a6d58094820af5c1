// The moment of a player in the page's address: "?at=12.5". The browser writes it by itself, so that a reload opens the
// same picture; Python takes it over the next time that it reads the address.

const NAME = "at";

/**
 * An address that names a moment, or none where the epoch is null; the same address where it needs no change.
 * @param {string} href
 * @param {number | null} epoch
 */
export function withMoment(href, epoch) {
  const link = new URL(href),
    said = link.searchParams,
    text = epoch === null ? null : String(+epoch.toFixed(6));
  if (said.get(NAME) === text) return href;
  if (text === null) said.delete(NAME);
  else said.set(NAME, text);
  return link.href.replace(/%2C/gi, ",");
}

/**
 * Write the moment at which the visitor has come to rest into the address bar; null: there is none while it plays.
 * @param {number | null} epoch
 */
export function keepMoment(epoch) {
  const { href } = window.location,
    wanted = withMoment(href, epoch);
  if (wanted !== href) window.history.replaceState(window.history.state, "", wanted);
}

/**
 * Write that a run was played to its end, where the address names a scene: a scene may open at another moment, and a
 * reload would go back to that. Elsewhere an address without a moment plays the run again.
 * @param {number} epoch
 */
export function keepEnd(epoch) {
  if (new URLSearchParams(window.location.search).has("scene")) keepMoment(epoch);
}
