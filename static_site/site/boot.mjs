// The Python of this tab: Pyodide with the program's files laid out. Streamlit's worker loads it in Pyodide's place.

// @ts-expect-error: it lies beside this file in a built site only
import { loadPyodide as load } from "./pyodide/pyodide.mjs";
import { ENVIRONMENT, HOME, lay, SITE_PACKAGES, withoutSwitching } from "./home.mjs";
import { unpacked } from "./packs.mjs";

// Paths of files that are fetched when they are first read, with their numbers of bytes.
/** @type {Record<string, number>} */
const LAZY = JSON.parse("@LAZY@");

/** @param {string} path */
const beside = (path) => new URL(path, import.meta.url).href;

/** Tell the page what is loading, in words.
 * @param {string} text */
function say(text) {
  new BroadcastChannel("hidden-layers").postMessage({ loading: text });
}

/** Fetch a file now; the worker waits for it.
 * @param {string} address */
function fetchedAtOnce(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address} answered ${request.status}`);
  return new Uint8Array(request.response);
}

/** A file beside this one, fetched now, while the page says what it is.
 * @param {string} name @param {string} what */
function fetchedOnDemand(name, what) {
  say(`Loading ${what}, once`);
  try {
    return fetchedAtOnce(beside(name));
  } finally {
    say("");
  }
}

/** A file that is fetched when it is first read. Its size is known beforehand, so nothing is asked before.
 * @param {any} FS @param {string} path @param {string} address @param {number} size */
function lazyFile(FS, path, address, size) {
  FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  FS.writeFile(path, new Uint8Array(0));
  const node = FS.lookupPath(path).node;
  /** @type {Uint8Array | null} */
  let content = null;
  Object.defineProperty(node, "contents", {
    get() {
      if (content === null) {
        const kind = path.includes("/mnist/") ? " of images" : "";
        if (size > 1e6) say(`Loading ${(size / 1e6).toFixed(0)} MB${kind}, once`);
        content = fetchedAtOnce(address);
        say("");
      }
      return content;
    },
    set(value) {
      content = value;
    },
  });
  node.usedBytes = size;
}

/** Python's memory, which Pyodide makes first of all, and in which the matrix product works. */
function rememberedMemory() {
  /** @type {WebAssembly.Memory | undefined} */
  let made;
  const Memory = WebAssembly.Memory;
  WebAssembly.Memory = /** @type {any} */ (
    class extends Memory {
      /** @param {WebAssembly.MemoryDescriptor} descriptor */
      constructor(descriptor) {
        super(descriptor);
        made = this;
        WebAssembly.Memory = Memory;
      }
    }
  );
  return () => made;
}

/** Pyodide, with everything that the program imports; Streamlit's worker calls this as Pyodide's own.
 * @param {any} options */
export async function loadPyodide(options) {
  withoutSwitching();
  const memory = rememberedMemory();
  const kernel = WebAssembly.compileStreaming(fetch(beside("product.wasm"))).catch(() => null);
  const core = unpacked(beside("core.pack"));
  const app = unpacked(beside("app.pack"));
  const python = await load({ ...options, indexURL: beside("pyodide/"), env: ENVIRONMENT });
  lay(python.FS, await core, SITE_PACKAGES);
  lay(python.FS, await app, HOME);
  for (const [path, size] of Object.entries(LAZY)) lazyFile(python.FS, `${HOME}/${path}`, beside(path), size);
  const compiled = await kernel;
  const imports = { env: { memory: /** @type {WebAssembly.Memory} */ (memory()) } };
  const product = compiled && (await WebAssembly.instantiate(compiled, imports)).exports.product;
  python.registerJsModule("hidden_layers_files", {
    fetched: fetchedOnDemand,
    ...(product ? { product } : {}),
  });
  python.loadPackage = async () => [];
  Object.assign(globalThis, { hiddenLayersPython: { python, memory: memory() } }); // for `benchmarks/in_a_tab.py`
  return python;
}
