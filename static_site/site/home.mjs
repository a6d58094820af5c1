// Where files lie for the Python of a tab, and how it is started.

export const HOME = "/home/pyodide";
export const SITE_PACKAGES = "/lib/python3.13/site-packages";

export const ENVIRONMENT = {
  HOME,
  PYTHONDONTWRITEBYTECODE: "1",
  OPENBLAS_NUM_THREADS: "1",
  HIDDEN_LAYERS_MEMORY: "60", // MB that are kept for later: those of one visitor, and a tab never gives any back
};

/** Take away the names by which WebAssembly can wait for promises: not every browser has them, and all do the same. */
export function withoutSwitching() {
  for (const name of ["Suspending", "promising", "SuspendError"])
    delete (/** @type {any} */ (WebAssembly)[name]);
}

/** Lay out the files of a pack below a folder.
 * @param {any} FS @param {Map<string, Uint8Array>} pack @param {string} folder */
export function lay(FS, pack, folder) {
  const made = new Set();
  for (const [path, content] of pack) {
    const full = `${folder}/${path}`;
    const parent = full.slice(0, full.lastIndexOf("/"));
    if (!made.has(parent)) {
      FS.mkdirTree(parent);
      made.add(parent);
    }
    FS.writeFile(full, content, { canOwn: true });
  }
}
