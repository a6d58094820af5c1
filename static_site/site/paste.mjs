// Runs a visitor's layer in a Python of its own: in a worker below a frame that has no origin, no network and no
// storage, and that is taken away after 5 s. Python's files are this site's own, which the browser has.

/**
 * What a run says, message by message: `Say` in `static_site/pasted/running.py`, "ready" once Python is loaded, and
 * "ended" with the reason at last.
 * @typedef {(message: any) => void} Heard
 */

const SECONDS = 5; // of running; loading does not count
const LOADING = 120; // seconds after which loading has failed
const PYODIDE = ["pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];

const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; worker-src blob:";

const FRAME = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>
addEventListener("message", ({ data, ports }) => {
  const address = URL.createObjectURL(new Blob([data.worker], { type: "text/javascript" }));
  const { files, packs } = data;
  new Worker(address).postMessage({ ...data, port: ports[0] }, [ports[0], ...Object.values(files), ...packs]);
}, { once: true });
</script>`;

/** A frame of no origin, which begins a worker with the first message that it gets: `worker` is the worker's text; all
 * the rest goes on to it, with the port. The frame's policy is the worker's too. */
export function makeFrame() {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "Python for a pasted layer";
  frame.setAttribute("sandbox", "allow-scripts");
  frame.srcdoc = FRAME;
  return frame;
}

/** @param {string} path */
async function file(path) {
  const answer = await fetch(new URL(path, import.meta.url));
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer;
}

/** @param {string} path */
const text = async (path) => (await file(path)).text();

/** @param {string} path */
const bytes = async (path) => (await file(path)).arrayBuffer();

async function everything() {
  const [worker, loader, running, packs, ...found] = await Promise.all([
    text("paste_worker.js"),
    text("pyodide/pyodide.mjs"),
    text("running.py"),
    Promise.all(["core.pack", "app.pack"].map(bytes)),
    ...PYODIDE.map((name) => bytes(`pyodide/${name}`)),
  ]);
  const files = Object.fromEntries(PYODIDE.map((name, i) => [name, found[i]]));
  return { worker, loader, running, packs, files };
}

/** Run a text; the function that is given back stops it.
 * @param {string} code @param {Heard} heard @returns {() => void} */
export function tryLayer(code, heard) {
  const frame = makeFrame(),
    channel = new MessageChannel();
  let timer = 0,
    isOver = false;
  /** @param {any} message */
  const end = (message) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    channel.port1.close();
    frame.remove();
    heard({ ended: message });
  };
  channel.port1.onmessage = ({ data }) => {
    if (isOver) return;
    if (data?.ready && !frame.dataset.ready) {
      frame.dataset.ready = "";
      clearTimeout(timer);
      timer = window.setTimeout(() => end("time"), 1000 * SECONDS);
      channel.port1.postMessage({ text: code });
    }
    if (data?.failed) return end(`failed: ${data.failed}`);
    heard(data);
    if (data?.done) end("done");
  };
  const isThere = new Promise((done) => frame.addEventListener("load", done, { once: true }));
  document.body.append(frame);
  timer = window.setTimeout(() => end("failed: Python did not load"), 1000 * LOADING);
  Promise.all([everything(), isThere]).then(
    ([all]) => frame.contentWindow?.postMessage(all, "*", [channel.port2]),
    (error) => end(`failed: ${error.message}`),
  );
  return () => end("stopped");
}
