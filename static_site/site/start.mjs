// Starts the program on this page: where the site's root is, what Streamlit is told, and what is said meanwhile.

// @ts-expect-error: it lies beside this file in a built site only
import { mount } from "./stlite/stlite.js";
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
  const kernel = running._kernel;
  kernel.basePath = root.replace(/^\/+|\/+$/g, "");
  kernel.addEventListener("loadError", () => say("Python could not be loaded.", { again: true }));
  kernel.loaded.then(() => {
    const pageLinkBaseUrl = location.origin + root.replace(/\/$/, "");
    const message = { stCommVersion: 1, type: "SET_PAGE_LINK_BASE_URL", pageLinkBaseUrl };
    setTimeout(() => window.postMessage(message, location.origin), 0); // Streamlit listens once it is connected
    say("");
    begin(root, new URL(".", import.meta.url).href);
  });
}
