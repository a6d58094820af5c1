// "Keep for offline": everything that the site can ask for is fetched, and then it opens without the network.

import { say } from "./saying.mjs";

const DONE = "hidden-layers offline"; // in the browser's storage: the build that is kept, or "no" from who wants none

/** Have what was loaded kept, and offer to keep the rest.
 * @param {string} root @param {string} build */
export async function begin(root, build) {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(`${root}sw.js`, { scope: root });
  } catch (error) {
    console.info("This browser keeps nothing for offline:", error);
    return;
  }
  const { active } = await navigator.serviceWorker.ready;
  const files = await (await fetch(`${build}files.json`)).json();
  const first = files.first.map((/** @type {string} */ path) => build + path);
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const ours = loaded.filter((name) => name.startsWith(build));
  active?.postMessage({ take: [...new Set([...first, ...ours])] });
  const known = localStorage.getItem(DONE);
  if (known === build || known === "no") return;
  if (known) keep(files, root, build);
  else offer(files, root, build);
}

/** @typedef {{ first: string[], rest: string[], beside: string[], megabytes: number }} Files */

/** A button that keeps the rest, and one that never asks again.
 * @param {Files} files @param {string} root @param {string} build */
function offer(files, root, build) {
  const box = document.createElement("div");
  box.id = "site-offline";
  const yes = document.createElement("button");
  yes.textContent = `Keep for offline (${files.megabytes} MB more)`;
  yes.onclick = () => {
    box.remove();
    keep(files, root, build);
  };
  const no = document.createElement("button");
  no.textContent = "×";
  no.setAttribute("aria-label", "Do not keep for offline");
  no.onclick = () => {
    localStorage.setItem(DONE, "no");
    box.remove();
  };
  box.append(yes, no);
  document.body.append(box);
}

/** Keep everything, and say how far it is.
 * @param {Files} files @param {string} root @param {string} build */
async function keep(files, root, build) {
  const { active } = await navigator.serviceWorker.ready;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.failed) say("The site could not be kept for offline: the network did not answer.");
    else if (data.kept < 1) say(`Keeping for offline: ${Math.round(100 * data.kept)} %`);
    else {
      localStorage.setItem(DONE, build);
      say("Kept: this site now opens without the network.");
      setTimeout(() => say(""), 6000);
    }
  });
  const within = [...files.first, ...files.rest].map((path) => build + path);
  active?.postMessage({ keep: [...within, ...files.beside.map((path) => root + path)] });
}
