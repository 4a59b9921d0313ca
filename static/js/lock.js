// The lock of a shared tablet. What the page shows leaves the document at once and waits in this page's memory, nowhere
// else, until its own person is back; the server is told when it can be, and locks by its own clock when it cannot.
import { draftPage, goOn, keepNow } from "./draft.js";

const PING = 15_000; // at most so often is the server told that the page is in use
const SETTLE = 5_000;
const NO_SIGNAL = "There is no signal, so it cannot be unlocked yet. Your words are still here.";
const PLAIN = { Accept: "text/plain" };

export function keepLock(screen) {
  const limit = Number(screen.dataset.seconds) * 1000;
  const login = screen.dataset.login;
  const channel = new BroadcastChannel("lock");
  let held = null;
  let told = true;
  let used = Date.now();
  let pinged = Date.now();
  let ping = null;

  const post = (url, fields = {}) =>
    fetch(url, { method: "POST", body: new URLSearchParams(fields), headers: PLAIN, redirect: "error", keepalive: true });

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
    document.title = "Locked · Alongside";
    history.replaceState(history.state, "", screen.dataset.place);
    scrollTo(0, 0);
    document.body.querySelector("[data-unlock] input:not([type=hidden])")?.focus();
    told = false;
    if (share) channel.postMessage({ what: "lock", login });
    settle();
  }

  // The words first, then the lock: so the server can say where to come back to.
  async function settle() {
    const path = draftPage() || held.path;
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
  function leave(to) {
    held = null;
    document.body.replaceChildren();
    location.replace(to);
  }

  async function unlock(form) {
    const fault = form.querySelector(".error");
    const input = form.querySelector("input:not([type=hidden])");
    const away = held?.path ?? "/";
    fault.textContent = "";
    try {
      await settle();
      const reply = await post(form.action, new FormData(form));
      if (reply.ok) return open();
      if (reply.status !== 422) return leave(`${screen.dataset.door}?next=${encodeURIComponent(draftPage() || away)}`);
      fault.textContent = await reply.text();
    } catch {
      fault.textContent = NO_SIGNAL;
    }
    input.value = "";
    input.focus();
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

  channel.addEventListener("message", ({ data }) => {
    if (data.what === "gone") leave(location.href);
    if (data.login !== login) return;
    if (data.what === "use") used = Date.now();
    if (data.what === "lock") lock(false);
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
      await keepNow();
      form.submit();
    }
  });
}

// Where nobody is signed in any more, no other window of this browser goes on showing what somebody was.
export const tellGone = () => new BroadcastChannel("lock").postMessage({ what: "gone" });
