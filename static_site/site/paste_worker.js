// The worker in which a visitor's layer runs. Python comes in as bytes: this worker stands below a frame of no origin,
// whose policy lets nothing through to a network or a storage. What a script could still ask for is taken away before
// the text comes. `paste.mjs` makes the frame, and ends it.

/**
 * What comes in once: the way back, and everything that is needed, as bytes.
 * @typedef {{ port: MessagePort, loader: string, files: Record<string, ArrayBuffer>, packs: ArrayBuffer[],
 *   running: string }} Given
 */

const HOME = "/home/pyodide";
const PYODIDE = "http://pyodide.invalid/"; // nobody answers there: `given` does
const FORBIDDEN = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "indexedDB",
  "caches",
  "cookieStore",
  "importScripts",
  "Worker",
  "SharedWorker",
  "BroadcastChannel",
  "Notification",
  "FileReaderSync",
  "webkitRequestFileSystem",
  "webkitRequestFileSystemSync",
  "webkitResolveLocalFileSystemURL",
];

/** @type {any} */
const here = self;

/** @param {ArrayBuffer | string} content */
const addressOf = (content) => URL.createObjectURL(new Blob([content], { type: "text/javascript" }));

/** A file that Pyodide asks for, from what came in.
 * @param {Record<string, ArrayBuffer>} files */
const given = (files) => async (/** @type {string | URL | Request} */ asked) => {
  const address = String(asked instanceof Request ? asked.url : asked),
    name = address.replace(PYODIDE, ""),
    type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  if (!files[name]) throw new Error(`${name} did not come in`);
  return new Response(files[name], { headers: { "content-type": type } });
};

/** Lay out the files of a pack, those whose path passes.
 * @param {any} FS @param {Uint8Array} pack @param {string} folder @param {(path: string) => boolean} passes */
function lay(FS, pack, folder, passes) {
  const length = new DataView(pack.buffer, pack.byteOffset).getUint32(0, true),
    places = JSON.parse(new TextDecoder().decode(pack.subarray(4, 4 + length)));
  for (const [path, [at, size]] of Object.entries(places)) {
    if (!passes(path)) continue;
    const full = `${folder}/${path}`;
    FS.mkdirTree(full.slice(0, full.lastIndexOf("/")));
    FS.writeFile(full, pack.subarray(4 + length + at, 4 + length + at + size), { canOwn: true });
  }
}

/** @param {ArrayBuffer} pack */
async function unzipped(pack) {
  const stream = new Blob([pack]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Take away what leads to a network or a storage, wherever it stands on the way up from this worker's own names. */
function close() {
  for (const name of FORBIDDEN) {
    for (let holder = here; holder; holder = Object.getPrototypeOf(holder)) delete holder[name];
    const refused = () => {
      throw new Error(`${name}: there is neither network nor storage here`);
    };
    Object.defineProperty(here, name, { value: refused, writable: false, configurable: false });
  }
  for (let holder = here.navigator; holder; holder = Object.getPrototypeOf(holder))
    for (const name of ["storage", "serviceWorker", "locks", "sendBeacon", "usb", "serial", "hid"])
      delete holder[name];
}

/** Load Python, and give what runs a text.
 * @param {Given} came */
async function loaded({ loader, files, packs, running, port }) {
  for (const name of ["Suspending", "promising", "SuspendError"])
    delete (/** @type {any} */ (WebAssembly)[name]);
  here.fetch = given(files);
  here.importScripts(addressOf(files["pyodide.asm.js"]));
  const { loadPyodide } = await import(addressOf(loader)),
    env = { HOME, PYTHONDONTWRITEBYTECODE: "1", OPENBLAS_NUM_THREADS: "1" },
    python = await loadPyodide({ indexURL: PYODIDE, env });
  const [core, app] = await Promise.all(packs.map(unzipped));
  lay(python.FS, core, "/lib/python3.13/site-packages", (path) => path.startsWith("numpy"));
  lay(python.FS, app, HOME, (path) => /^(engine|datasets)\//.test(path));
  python.FS.writeFile(`${HOME}/running.py`, running);
  /** @type {(text: string, content: any) => void} */
  const post = (text, content) => {
    port.postMessage({ ...JSON.parse(text), bytes: content });
  };
  const maker = python.runPython(`
import sys
sys.path.insert(0, "${HOME}")
def hidden_layers_maker(post):
    import json, running
    from pyodide.ffi import to_js
    running.prepare()
    return lambda text: running.run(text, lambda message, content: post(json.dumps(message), to_js(content)))
hidden_layers_maker
`);
  python.globals.delete("hidden_layers_maker");
  return maker(post);
}

here.onmessage = async (/** @type {MessageEvent<Given>} */ { data }) => {
  here.onmessage = null;
  const { port } = data;
  try {
    const run = await loaded(data);
    close();
    port.onmessage = ({ data: { text } }) => {
      port.onmessage = null;
      run(text);
    };
    port.postMessage({ ready: true });
  } catch (error) {
    port.postMessage({ failed: String(error) });
  }
};
