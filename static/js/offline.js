// Makes the app open without signal. Where that cannot be, nothing else changes; the page of what waits says why.
const RELEASE = import.meta.url.split("/").at(-3);

// Registers the worker, which keeps this release's files; then has it keep the forms for whoever is signed in. Quietly, once
// the page is there and the browser has nothing better to do.
export function install({ worker, shelf }) {
  if (!navigator.serviceWorker || !self.caches) return;
  const whenIdle = self.requestIdleCallback ?? setTimeout;
  whenIdle(() => register(worker, shelf).catch(() => {}));
}

async function register(address, shelf) {
  const registration = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
  if (!registration) return; // a browser under test may answer so
  if (registration.active && !(await caches.has(`files-${RELEASE}`))) await registration.update();
  const newest = registration.installing ?? registration.waiting ?? registration.active;
  await installed(newest);
  newest.postMessage({ shelf });
}

function installed(worker) {
  return new Promise((resolve) => {
    const look = () => worker.state !== "installing" && resolve();
    worker.addEventListener("statechange", look);
    look();
  });
}
