// The lock of a shared tablet. What the page shows leaves the document at once and waits in this page's memory, nowhere
// else, until its own person is back; the server is told when it can be, and locks by its own clock when it cannot.
import { draftPage, goOn, keepHereNow, keepNow } from "./draft.js";
import { closeVault, forget, learnPin, openVault, renewVault, touch } from "./vault.js";
import { answers, signal } from "./wire.js";

const PING = 15_000; // at most so often is the server told that the page is in use
const TOUCH = 5_000; // and the tablet itself, for when it starts without signal
const SETTLE = 5_000;
const NO_SIGNAL = "There is no signal, so it cannot be unlocked yet. Your words are still here.";
const NO_HAND_OVER = "There is no signal, so nobody else can sign in yet. What the tablet kept for you is gone from it, but not what waits.";
const PLAIN = { Accept: "text/plain" };

// `login` is whose page it is: written into it by the server, or of who was last signed in on this tablet, where it may
// begin `locked`.
export function keepLock(screen, login = screen.dataset.login, locked = false) {
  const limit = Number(screen.dataset.seconds) * 1000;
  const channel = new BroadcastChannel("lock");
  let held = null;
  let told = true;
  let used = Date.now();
  let pinged = Date.now();
  let touched = 0;
  let ping = null;
  let closing = null;
  let settling = null;

  function lock(share = true) {
    if (held) return;
    stop(); // a page that was on its way would come with its names
    goOn();
    const scrolled = [...document.body.querySelectorAll("*")].filter((one) => one.scrollTop || one.scrollLeft);
    held = {
      title: document.title, path: location.pathname + location.search, x: scrollX, y: scrollY,
      focus: document.activeElement, inner: scrolled.map((one) => [one, one.scrollLeft, one.scrollTop]),
      nodes: [...document.body.childNodes],
    };
    document.body.replaceChildren(screen.content.cloneNode(true));
    for (const one of document.body.querySelectorAll("input[name=login]")) one.value = login;
    document.title = "Locked · Alongside";
    history.replaceState(history.state, "", screen.dataset.place);
    scrollTo(0, 0);
    document.body.querySelector("[data-unlock] input:not([type=hidden])")?.focus();
    told = false;
    closing = keepHereNow().then(closeVault).catch(() => {});
    if (share) channel.postMessage({ what: "lock", login });
    settle();
  }

  // The words first, then the lock: so the server can say where to come back to.
  function settle() {
    settling ??= tellLocked().finally(() => (settling = null));
    return settling;
  }

  async function tellLocked() {
    const path = draftPage() || held.path;
    await closing;
    await keepNow();
    if (told) return;
    try {
      const reply = await post(screen.dataset.place, { path });
      told = reply.ok || reply.status === 401;
    } catch {
      // No signal: it is tried again while the page is locked.
    }
  }

  function open(share = true) {
    if (!held) return;
    if (locked) return location.replace(held.path); // it began so, with nothing of its person in it
    const { nodes, title, path, x, y, inner, focus } = held;
    held = null;
    used = Date.now();
    document.body.replaceChildren(...nodes);
    document.title = title;
    history.replaceState(history.state, "", path);
    for (const [one, left, top] of inner) one.scrollTo(left, top);
    scrollTo(x, y);
    if (focus !== document.body) focus?.focus({ preventScroll: true });
    if (share) channel.postMessage({ what: "open", login });
  }

  // Somebody else may stand here now: nothing is given back.
  async function leave(to) {
    held = null;
    document.body.replaceChildren();
    await forget().catch(() => {});
    location.replace(to);
  }

  async function unlock(form) {
    await settling; // a lock that is on its way to the server does not come after its opening
    const answer = await tryToOpen(form);
    if (answer.opened) return open() ?? answer.learn();
    if (answer.over) return leave(`${screen.dataset.door}?next=${encodeURIComponent(draftPage() || held?.path || "/")}`);
    refuse(form, answer.fault);
  }

  async function tell() {
    ping = null;
    pinged = Date.now();
    channel.postMessage({ what: "use", login });
    try {
      const { status } = await post(screen.dataset.uses);
      if (status === 423) lock();
      if (status === 401) leave(location.href);
    } catch {
      // Without signal the page still knows by itself when to lock.
    }
  }

  function use(event) {
    if (!event.isTrusted || held) return;
    if (Date.now() - used >= limit) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return lock();
    }
    used = Date.now();
    if (used - touched >= TOUCH) touch((touched = used)).catch(() => {});
    ping ??= setTimeout(tell, Math.max(0, PING - (used - pinged)));
  }

  const check = () => !held && Date.now() - used >= limit && lock();
  for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"])
    addEventListener(kind, use, { capture: true, passive: kind !== "pointerdown" && kind !== "keydown" });
  for (const kind of ["focus", "pageshow"]) addEventListener(kind, check);
  document.addEventListener("visibilitychange", check);
  setInterval(check, 1000);
  setInterval(() => held && settle(), SETTLE);
  addEventListener("online", () => held && settle());
  document.addEventListener("lock", () => lock());
  if (locked) lock(false);

  channel.addEventListener("message", ({ data }) => {
    if (data.what === "gone") leave(location.href);
    if (data.login !== login) return;
    if (data.what === "use") used = Date.now();
    if (data.what === "lock") lock(false);
    if (data.what === "handed") { // another window is the pupil's: this one locks, the server knows
      lock(false);
      told = true;
    }
    if (data.what === "open") open(false);
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[data-lock]")) {
      event.preventDefault();
      lock();
    } else if (form.matches("[data-unlock]")) {
      event.preventDefault();
      unlock(form);
    } else if (form.matches("[data-leaves]")) {
      event.preventDefault();
      await keepHereNow();
      await keepNow();
      const gone = forget().catch(() => {}); // the page that follows does it too
      if (await answers(screen.dataset.uses)) return form.submit(); // else no dead line takes the page away
      await gone;
      lock();
      refuse(document.querySelector("[data-unlock]"), NO_HAND_OVER);
    }
  });
}

const post = (url, fields = {}) =>
  fetch(url, {
    method: "POST", body: new URLSearchParams(fields), headers: PLAIN, redirect: "error", keepalive: true, signal: signal(),
  });

// The server opens the lock; without signal the tablet itself does, by the PIN. What came of it: `opened`, with `path`
// to go on to; `over`, where somebody has to sign in; or the `fault`.
async function tryToOpen(form) {
  const fields = new FormData(form);
  const pin = fields.get("pin");
  let reply = null;
  try {
    reply = await post(form.action, fields);
  } catch {
    return openHere(pin);
  }
  if (reply.status === 422) return { fault: await reply.text() };
  if (!reply.ok) return { over: true };
  const learn = () => (pin ? learnPin(pin) : renewVault()).catch(() => {}); // no room: it is unlocked all the same
  return { opened: true, path: await reply.text(), learn };
}

async function openHere(pin) {
  const { opened, left } = pin ? await openVault(pin).catch(() => ({ left: 0 })) : { left: 0 };
  if (opened) return { opened, path: "", learn: async () => {} };
  return { fault: left ? `That is not right. ${left} ${left === 1 ? "try is" : "tries are"} left.` : NO_SIGNAL };
}

function refuse(form, fault) {
  const input = form.querySelector("input:not([type=hidden])");
  form.querySelector(".error").textContent = fault;
  if (!input) return;
  input.value = "";
  input.focus();
}

// A new PIN, which the vault learns once the server has said yes.
export function learnNewPin(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const reply = await post(form.action, new FormData(form)).catch(() => null);
    if (!reply?.ok) return form.submit();
    await learnPin(form.elements.pin.value).catch(() => {}); // no room: it is set all the same
    location.assign(form.dataset.pin);
  });
}

// The lock as a page of its own.
export function keepLockPage(form) {
  closeVault().catch(() => {});
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await tryToOpen(form);
    if (answer.opened) await answer.learn().then(() => location.replace(answer.path || "/"));
    else if (answer.over) form.submit();
    else refuse(form, answer.fault);
  });
}

// Where nobody is signed in any more, no other window of this browser goes on showing what somebody was.
export function tellGone() {
  new BroadcastChannel("lock").postMessage({ what: "gone" });
  return forget().catch(() => {});
}
