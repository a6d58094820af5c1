// Keeps what this site has sent, so that it opens without the network. Each build has a store of its own, and its files
// lie in a folder of its own: a page never gets half of one build and half of another.

const BUILD = "build-@HASH@";
const KEPT = "hidden-layers kept"; // says in which build's store all is that the site needs
const HERE = new URL("./", location.href).href;

/** @param {string} build */
const storeOf = (build) => `hidden-layers ${build}`;

const worker = /** @type {any} */ (self);

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(
    (async () => {
      const index = await fetch(HERE, { cache: "no-cache" });
      if (!(await index.clone().text()).includes(BUILD)) throw new Error("the host has another build by now");
      await (await caches.open(storeOf(BUILD))).put(HERE, index);
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(forgotten().then(() => worker.clients.claim()));
});

/** The build of which everything is kept; "" where none is. */
async function keptBuild() {
  const found = await caches.match(new URL("kept", HERE).href, { cacheName: KEPT });
  return found ? found.text() : "";
}

/** Let go of stores of builds that are neither the present one nor kept. */
async function forgotten() {
  const kept = await keptBuild();
  const stays = [storeOf(BUILD), storeOf(kept), KEPT];
  for (const name of await caches.keys())
    if (name.startsWith("hidden-layers ") && !stays.includes(name)) await caches.delete(name);
}

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(HERE)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(file(request));
});

/** A page: the host's, so that a new build comes with the next visit; without the network the one that is kept.
 * @param {Request} request */
async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.status < 500) return answer;
  } catch {
    // no network: what is kept answers
  }
  const kept = await keptBuild();
  const found = await caches.match(HERE, { cacheName: storeOf(kept || BUILD) });
  return found ?? Response.error();
}

/** A file: from the store of its build if it is there, else from the host, and then it is kept.
 * @param {Request} request */
async function file(request) {
  const build = /^build-[0-9a-f]+/.exec(request.url.slice(HERE.length))?.[0];
  const store = await caches.open(storeOf(build ?? BUILD));
  const found = await store.match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.status === 200 && (build === BUILD || !build)) await store.put(request.url, answer.clone());
  return answer;
}

worker.addEventListener("message", (/** @type {any} */ event) => {
  const { take, keep } = event.data;
  if (take) event.waitUntil(taken(take));
  if (keep) event.waitUntil(keepAll(keep, event.source));
});

/** Keep what the page has fetched before this worker was there; the browser's own cache still has it.
 * @param {string[]} addresses */
async function taken(addresses) {
  const store = await caches.open(storeOf(BUILD));
  for (const address of addresses)
    if (!(await store.match(address))) await add(store, address, "force-cache");
}

/** Keep everything, and tell the page how far it is.
 * @param {string[]} addresses @param {any} client */
async function keepAll(addresses, client) {
  const store = await caches.open(storeOf(BUILD));
  for (const [number, address] of addresses.entries()) {
    client.postMessage({ kept: number / addresses.length });
    if (!(await store.match(address)) && !(await add(store, address, "default"))) {
      client.postMessage({ failed: address });
      return;
    }
  }
  const stores = await caches.open(KEPT);
  await stores.put(new URL("kept", HERE).href, new Response(BUILD));
  await forgotten();
  client.postMessage({ kept: 1 });
}

/** Fetch a file into the store; whether that went well.
 * @param {Cache} store @param {string} address @param {RequestCache} cache */
async function add(store, address, cache) {
  try {
    const answer = await fetch(address, { cache });
    if (answer.status === 200) await store.put(address, answer);
    return answer.status === 200;
  } catch {
    return false;
  }
}
