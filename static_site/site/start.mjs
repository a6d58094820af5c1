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

// Parts that stand on every page.
const EVERYWHERE = "@PARTS@".split(" ");

const ASK_AGAIN = { every: 500, times: 120 }; // ms

/** A part's module, for the lines that Python sends in its place. The network may be away, and an address that has
 * failed once is not asked for again.
 * @param {string} name @param {number} [time]
 * @returns {Promise<unknown>} */
async function partOf(name, time = 0) {
  try {
    return await import(`./parts/${name}.mjs${time ? `?again=${time}` : ""}`);
  } catch (error) {
    if (time === ASK_AGAIN.times || error instanceof SyntaxError) throw error;
    await new Promise((go) => setTimeout(go, ASK_AGAIN.every));
    return partOf(name, time + 1);
  }
}
/** @type {any} */ (window).hiddenLayersPart = partOf;

new BroadcastChannel("hidden-layers").onmessage = ({ data }) => say(data.loading);

const AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]";
const LOOK_EVERY = 50; // ms

/** Where Back or Forward leads. The Streamlit that runs here asks the program again, but with the address that was
 * left; once that is answered, it is told the one that was meant. */
function followHistory() {
  let timer = 0,
    latest = 0;
  window.addEventListener("popstate", () => {
    const queryParams = location.search.slice(1),
      since = performance.now(),
      mine = ++latest;
    clearInterval(timer);
    timer = window.setInterval(() => {
      if (performance.now() - since < 4 * LOOK_EVERY || !document.querySelector(AT_REST)) return;
      clearInterval(timer);
      const message = { stCommVersion: 1, type: "UPDATE_FROM_QUERY_PARAMS", queryParams };
      const tell = () => mine === latest && window.postMessage(message, location.origin);
      tell(); // it takes the address in, and asks once more with the old one
      setTimeout(tell, LOOK_EVERY);
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
  for (const name of EVERYWHERE) void partOf(name);
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
