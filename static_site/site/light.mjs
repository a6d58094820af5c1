// What a device is offered whose memory may be too small for Python: the scene as a file, or the whole lecture.

const LEAST_MEMORY = 4; // GB, as browsers report it, roughly; a tab takes 0.5

/** Offer the file, where the device reports little memory, or Python did not come.
 * @param {string} build @param {{ failed?: boolean }} options */
export function offerFile(build, { failed = false } = {}) {
  const { deviceMemory } = /** @type {any} */ (navigator);
  if (!failed && !(deviceMemory < LEAST_MEMORY)) return;
  if (document.querySelector("#site-file")) return;
  const scene = new URLSearchParams(location.search).get("scene") ?? "",
    hasFile = /^[a-z0-9-]+$/.test(scene);
  const box = document.createElement("div"),
    link = document.createElement("a"),
    close = document.createElement("button");
  box.id = "site-file";
  link.href = `${build}scenes/${hasFile ? `${scene}.html` : "index.html"}`;
  link.textContent = hasFile ? "This scene as a page without Python" : "The lecture as pages without Python";
  close.textContent = "×";
  close.setAttribute("aria-label", "Close");
  close.onclick = () => box.remove();
  box.append(failed ? "" : "This device has little memory. ", link, close);
  document.body.append(box);
}
