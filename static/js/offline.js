// Makes the app open without signal. Where that cannot be, nothing else changes.
const RELEASE = import.meta.url.split("/").at(-3);

// Why this browser cannot work without signal, as a sentence; null where it can.
export function offlineReason() {
  if (!isSecureContext) return "Offline is off: this address has no https, so the browser lets nothing be kept safely.";
  if (navigator.serviceWorker && self.caches && self.indexedDB && crypto.subtle) return null;
  return "Offline is off: this browser, or its private window, keeps nothing safely. Use a normal window of a newer one.";
}

// Registers the worker, which keeps this release's files; then has it keep the forms for whoever is signed in.
async function install({ worker, shelf }) {
  const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
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

// Once the page is there, and the browser has nothing better to do.
export function installWhenIdle() {
  if (offlineReason() || !document.body.dataset.worker) return;
  const whenIdle = self.requestIdleCallback ?? setTimeout;
  whenIdle(() => install(document.body.dataset).catch(() => {})); // without it the app works online, as before
}
