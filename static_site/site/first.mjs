// The first picture: the page's own player with a run that was trained when the site was built. It can be played and
// scrubbed while Python is on its way, and hands over its moment when the program has drawn its own.

const LOOK_EVERY = 50; // ms
const WRONG = "#root .stException, #root [data-testid=stAlertContentError]"; // then there is no picture to wait for
const LONGEST_WAIT = 8000; // ms for which the program's own picture may catch up with the moment

/** @typedef {{ moment: { epoch: number } | undefined, playing: boolean, speed: number, play(): void,
 *   standAt(epoch: number): void, goTo(epoch: number): void }} Playback */
/** @typedef {HTMLElement & { player?: { playback: Playback, run?: { trained_epochs: number, finished: boolean },
 *   setSpeed(speed: number): void, destroy(): void } }} PlayerElement */

/** The name of the picture that an address opens with; "" where there is none.
 * @param {string} page @param {URLSearchParams} asked */
function nameOf(page, asked) {
  const names = [...asked.keys()].filter((name) => name !== "at");
  if (page !== "" && page !== "regions") return "";
  if (names.length === 0) return "first";
  return names.length === 1 && names[0] === "scene" ? (asked.get("scene") ?? "") : "";
}

/** Show it, if the address has one.
 * @param {string} build @param {string} page
 * @returns {Promise<boolean>} whether it is shown */
export async function show(build, page) {
  const name = nameOf(page, new URLSearchParams(location.search));
  if (!name) return false;
  const [{ css, html, names }, { default: mount }] = await Promise.all([
    fetch(`${build}first/player.json`).then((answer) => answer.json()),
    import(`${build}first/player.mjs`),
  ]);
  if (!names.includes(name)) return false;
  const data = new Uint8Array(await (await fetch(`${build}first/${name}.block`)).arrayBuffer());
  const at = new URLSearchParams(location.search).get("at");
  const host = document.createElement("div");
  host.id = "first-picture";
  const place = document.createElement("main");
  const shadow = place.attachShadow({ mode: "open" });
  shadow.innerHTML = `<style>${css}</style>${html}`;
  host.append(document.createElement("aside"), place);
  document.body.append(host);
  const behind = /** @type {HTMLElement} */ (document.querySelector("#root"));
  behind.inert = true; // nobody sees it, so neither do keys reach it
  mount({ data, parentElement: shadow, setTriggerValue: () => {} });
  const player = /** @type {PlayerElement} */ (shadow.querySelector(".player"));
  if (at !== null && Number.isFinite(Number(at))) player.player?.playback.goTo(Number(at));
  let drawnAt = Infinity;
  const look = setInterval(() => {
    const own = drawnByProgram();
    if (own) drawnAt = Math.min(drawnAt, performance.now());
    const isLate = performance.now() - drawnAt > LONGEST_WAIT;
    if (document.querySelector(WRONG) || (own && handedOver(player, own, isLate))) {
      clearInterval(look);
      behind.inert = false;
      player.player?.destroy();
      host.remove();
    }
  }, LOOK_EVERY);
  return true;
}

/** The program's own player, once it is drawn.
 * @returns {PlayerElement | undefined} */
function drawnByProgram() {
  for (const element of document.querySelectorAll("#root .stBidiComponent, #root .stBidiComponent *")) {
    const found = element.shadowRoot?.querySelector(".player[data-drawn]");
    if (found) return /** @type {PlayerElement} */ (found);
  }
  return undefined;
}

/** Hand the moment over, once the program has trained as far, or it takes too long; then it goes there when it can.
 * @param {PlayerElement} first @param {PlayerElement} own @param {boolean} isLate */
function handedOver(first, own, isLate) {
  const from = first.player?.playback;
  const to = own.player?.playback;
  if (!from?.moment || !to || !own.player?.run) return true;
  const { epoch } = from.moment;
  const { run } = own.player;
  if (run.trained_epochs < epoch && !run.finished && !isLate) return false;
  own.player.setSpeed(from.speed);
  if (from.playing) {
    to.standAt(epoch);
    to.play();
  } else if (run.trained_epochs >= epoch) to.goTo(epoch);
  else to.standAt(epoch);
  return true;
}
