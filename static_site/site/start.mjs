// Starts the program on this page: where the site's root is, what Streamlit is told, and what is said meanwhile.

// @ts-expect-error: it lies beside this file in a built site only
import { mount } from "./stlite/stlite.js";
import { offerFile } from "./light.mjs";
import { begin } from "./offline.mjs";
import { say } from "./saying.mjs";

/** Streamlit's front end asks this address whether a download is there; nobody answers it outside, nor need to.
 * @type {typeof fetch} */
const fetchOutside = window.fetch.bind(window);
window.fetch = (input, options) => {
  const address = String(input instanceof Request ? input.url : input);
  if (new URL(address, location.href).hostname !== "stlite.invalid") return fetchOutside(input, options);
  return Promise.resolve(new Response(null, { status: 204 }));
};

// Only here can a visitor's own layer be tried: `ui/backprop/paste` asks for it at a press of Run.
/** @type {any} */ (window).hiddenLayersTry = async (
  /** @type {[string, (message: any) => void]} */ ...given
) => (await import("./paste.mjs")).tryLayer(...given);

new BroadcastChannel("hidden-layers").onmessage = ({ data }) => say(data.loading);

const AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]";
const LOOK_EVERY = 50; // ms

/** Where Back or Forward leads. The Streamlit that runs here asks the program again, but with the address that was
 * left; once that is answered, it is told the one that was meant. */
function followHistory() {
  let timer = 0;
  window.addEventListener("popstate", () => {
    const queryParams = location.search.slice(1),
      since = performance.now();
    clearInterval(timer);
    timer = window.setInterval(() => {
      if (performance.now() - since < 4 * LOOK_EVERY || !document.querySelector(AT_REST)) return;
      clearInterval(timer);
      const message = { stCommVersion: 1, type: "UPDATE_FROM_QUERY_PARAMS", queryParams };
      window.postMessage(message, location.origin); // it takes the address in, and asks once more with the old one
      setTimeout(() => window.postMessage(message, location.origin), LOOK_EVERY);
    }, LOOK_EVERY);
  });
}

/** Put the program on the page.
 * @param {string} root the path of the site, with a slash at both ends
 * @param {HTMLElement} place */
export function start(root, place) {
  const running = mount(
    {
      entrypoint: "app.py",
      files: {},
      pyodideUrl: new URL("boot.mjs", import.meta.url).href,
      wheelUrls: { stliteLib: "", streamlit: "" },
      hostConfig: { allowedOrigins: [location.origin], useExternalAuthToken: false },
      disableProgressToasts: true,
      disableErrorToasts: true,
      disableModuleAutoLoadToasts: true,
    },
    place,
  );
  const kernel = running._kernel,
    build = new URL(".", import.meta.url).href;
  offerFile(build);
  kernel.basePath = root.replace(/^\/+|\/+$/g, "");
  kernel.addEventListener("loadError", () => {
    say("Python could not be loaded.", { again: true });
    offerFile(build, { failed: true });
  });
  kernel.loaded.then(() => {
    const pageLinkBaseUrl = location.origin + root.replace(/\/$/, "");
    const message = { stCommVersion: 1, type: "SET_PAGE_LINK_BASE_URL", pageLinkBaseUrl };
    setTimeout(() => window.postMessage(message, location.origin), 0); // Streamlit listens once it is connected
    say("");
    begin(root, build);
    followHistory();
  });
}
