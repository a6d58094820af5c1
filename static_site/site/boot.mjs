// The Python of this tab: Pyodide with the program's files laid out. Streamlit's worker loads it in Pyodide's place.

// @ts-expect-error: it lies beside this file in a built site only
import { loadPyodide as load } from "./pyodide/pyodide.mjs";

const HOME = "/home/pyodide";
const SITE_PACKAGES = "/lib/python3.13/site-packages";

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

/** All bytes of a pack, without its gzip.
 * @param {string} name */
async function fetched(name) {
  const response = await fetch(beside(name));
  if (!response.ok || !response.body) throw new Error(`${name} answered ${response.status}`);
  return new Uint8Array(
    await new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
  );
}

/** Lay out the files of a pack below a folder.
 * @param {any} FS @param {Uint8Array} pack @param {string} folder */
function lay(FS, pack, folder) {
  const length = new DataView(pack.buffer, pack.byteOffset).getUint32(0, true);
  const places = JSON.parse(new TextDecoder().decode(pack.subarray(4, 4 + length)));
  const made = new Set();
  for (const [path, [at, size]] of Object.entries(places)) {
    const full = `${folder}/${path}`;
    const parent = full.slice(0, full.lastIndexOf("/"));
    if (!made.has(parent)) {
      FS.mkdirTree(parent);
      made.add(parent);
    }
    FS.writeFile(full, pack.subarray(4 + length + at, 4 + length + at + size), { canOwn: true });
  }
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
        if (size > 1e6) say(`Loading ${(size / 1e6).toFixed(0)} MB of images, once`);
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

/** Python's memory, once Pyodide has made it: the matrix product works in it. A browser without SIMD has none. */
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
  for (const name of ["Suspending", "promising", "SuspendError"])
    delete (/** @type {any} */ (WebAssembly)[name]);
  const memory = rememberedMemory();
  const kernel = WebAssembly.compileStreaming(fetch(beside("product.wasm"))).catch(() => null);
  const core = fetched("core.pack");
  const app = fetched("app.pack");
  const python = await load({
    ...options,
    indexURL: beside("pyodide/"),
    env: { HOME, PYTHONDONTWRITEBYTECODE: "1", OPENBLAS_NUM_THREADS: "1" },
  });
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
  return python;
}
