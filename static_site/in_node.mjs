// Runs a Python file by the Python of a built site, under Node.js: `node in_node.mjs SITE FILE`.

import { readFile, readdir } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [site, file] = process.argv.slice(2);
const names = await readdir(site);
const build = `${site}/${names.find((name) => name.startsWith("build-"))}`;
for (const name of ["Suspending", "promising", "SuspendError"])
  delete (/** @type {any} */ (WebAssembly)[name]);
/** @type {WebAssembly.Memory | undefined} */
let memory;
const Memory = WebAssembly.Memory;
WebAssembly.Memory = /** @type {any} */ (
  class extends Memory {
    /** @param {WebAssembly.MemoryDescriptor} descriptor */
    constructor(descriptor) {
      super(descriptor);
      memory ??= this;
    }
  }
);
const { loadPyodide } = await import(pathToFileURL(`${build}/pyodide/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${build}/pyodide`, env: { HOME: "/home/pyodide" } });
for (const [name, folder] of [
  ["core", "/lib/python3.13/site-packages"],
  ["app", "/home/pyodide"],
]) {
  const pack = gunzipSync(await readFile(`${build}/${name}.pack`));
  const length = pack.readUInt32LE(0);
  const places = /** @type {Record<string, [number, number]>} */ (
    JSON.parse(pack.subarray(4, 4 + length).toString())
  );
  for (const [path, [at, size]] of Object.entries(places)) {
    const full = `${folder}/${path}`;
    python.FS.mkdirTree(full.slice(0, full.lastIndexOf("/")));
    python.FS.writeFile(full, pack.subarray(4 + length + at, 4 + length + at + size));
  }
}
const scripts = "ui/browser/scripts.json"; // in a browser it is fetched when it is read
python.FS.writeFile(`/home/pyodide/${scripts}`, await readFile(`${build}/${scripts}`));
const imports = { env: { memory: /** @type {WebAssembly.Memory} */ (/** @type {unknown} */ (memory)) } };
const { instance } = await WebAssembly.instantiate(await readFile(`${build}/product.wasm`), imports);
python.registerJsModule("hidden_layers_files", { product: instance.exports.product });
await python.runPythonAsync(
  "import sys; sys.path.insert(0, '/home/pyodide'); import hidden_layers_browser; hidden_layers_browser.prepare()",
);
await python.runPythonAsync(await readFile(file, "utf8"));
