// Makes the app open without signal. Where that cannot be, nothing else changes; the page of what waits says why.
const RELEASE = import.meta.url.split("/").at(-3);
// ms before each try. The first comes when the page has stood a moment: where a page goes away while it registers, WebKit
// may never end that registration, and no later one in the same window. The others are for whoever stays on one page: a
// try is lost with the signal, with a worker that was ended, or in WebKit with word of its state that never came.
const PAUSES = [1000, 10_000, 60_000, 300_000];
const PATIENCE = 20_000; // ms that a try may take before it counts as lost

const after = (pause) => new Promise((resolve) => setTimeout(resolve, pause, false));

// Registers the worker, which keeps this release's files; then has it keep the forms for whoever is signed in. Quietly.
export async function install({ worker, shelf }) {
  if (!navigator.serviceWorker || !self.caches) return;
  for (const pause of PAUSES) {
    await after(pause);
    if (await Promise.race([keep(worker, shelf).catch(() => false), after(PATIENCE)])) return;
  }
}

// Whether all of it is kept.
async function keep(address, shelf) {
  const there = await navigator.serviceWorker.getRegistration(address);
  const registration = there?.active ? there : await register(address);
  if (!registration) return true; // a browser under test may answer so
  if (registration.active && !(await caches.has(`files-${RELEASE}`))) await registration.update();
  const newest = registration.installing ?? registration.waiting ?? registration.active;
  await Promise.race([installed(newest), after(PATIENCE / 2)]);
  return ask(newest, { shelf });
}

const register = (address) => navigator.serviceWorker.register(address, { updateViaCache: "none" });

function installed(worker) {
  return new Promise((resolve) => {
    const look = () => worker.state !== "installing" && resolve();
    worker.addEventListener("statechange", look);
    look();
  });
}

function ask(worker, wish) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(wish, [port2]);
  });
}
