// What opens without signal: this release's files, the forms with nobody's data, the first page. Never a page with a pupil
// on it, and never a request that changes something. views/offline.py puts TOLD before this: what there is to keep.
const FILES = `files-${TOLD.release}`;
const SHELF = "shelf";
const NOTE = "/shelf-note"; // what stands on the shelf: school and roles, release, since when
const FRESH = 4 * 3600 * 1000;
const PATIENCE = 3000; // ms after which a slow network is none

self.addEventListener("install", (event) => event.waitUntil(keepFiles()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => event.waitUntil(carryOut(event)));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, pathname));
  else if (pathname.startsWith(TOLD.statics)) event.respondWith(file(event.request));
});

async function keepFiles() {
  await (await caches.open(FILES)).addAll(TOLD.files);
}

// The browser lets a new worker take over only when no page of the old one is open, so nobody misses what goes here; but
// the shelf may still hold pages of another release.
async function tidy() {
  await self.registration.navigationPreload?.enable();
  const needed = new Set([FILES, `files-${(await note())?.release}`]);
  for (const name of await caches.keys()) {
    if (name.startsWith("files-") && !needed.has(name)) await caches.delete(name);
  }
}

// A file says its release in its address: whichever release has it, it is the one that was meant.
async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function page(event, path) {
  const kept = TOLD.pages[path];
  const answer = ask(event);
  event.waitUntil(answer.catch(() => {}));
  const reply = kept && (await within(answer));
  if (reply && reply.status < 500) return reply;
  const instead = kept && (await onShelf(kept));
  return instead || answer.catch(async () => (await onShelf(TOLD.offline)) ?? Response.error());
}

async function ask(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

function within(answer) {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, null);
    answer.then(resolve, () => resolve(null));
  });
}

async function onShelf(path) {
  return (await caches.open(SHELF)).match(path, { ignoreVary: true });
}

async function note() {
  return (await onShelf(NOTE))?.json();
}

// Says to the page whether the shelf is as it should be; a page that hears no yes asks again.
async function carryOut({ data, ports }) {
  const kept = await shelve(data.shelf).catch(() => false);
  ports[0]?.postMessage(kept);
}

// `wanted` is the school, and the forms that whoever is signed in may use. Pages of another release are not kept: the
// files that they name are not here.
async function shelve(wanted) {
  const old = await note();
  const age = Date.now() - old?.at;
  if (old?.wanted === wanted && old.release === TOLD.release && age >= 0 && age < FRESH) return true;
  const paths = [...TOLD.always, ...wanted.split(" ").slice(1)];
  const replies = [];
  for (const path of paths) { // one after another: whoever is at the tablet comes first
    const reply = await fetch(path, { redirect: "error" });
    const ours = reply.ok && (await reply.clone().text()).includes(`${TOLD.statics}${TOLD.release}/`);
    if (!ours) return false;
    replies.push(reply);
  }
  const shelf = await caches.open(SHELF);
  for (const [place, reply] of replies.entries()) await shelf.put(paths[place], reply);
  for (const request of await shelf.keys()) {
    if (!paths.includes(new URL(request.url).pathname)) await shelf.delete(request);
  }
  await shelf.put(NOTE, new Response(JSON.stringify({ wanted, release: TOLD.release, at: Date.now() })));
  return true;
}
