// The pupil's own screen: each tap is kept at once; other windows of this browser lock, and so does the tablet's own store.
import { closeVault, learnPin } from "./vault.js";
import { signal } from "./wire.js";

const PAUSE = 400; // ms after the last letter
const AGAIN = 4000;
const MARGIN = 5000; // that the server, whose clock runs since the last save, has locked by then
const PING = 15_000; // at most so often is the server told that the page is in use
const PLAIN = { Accept: "text/plain" };
const NO_SIGNAL = "There is no signal, so the tablet cannot be taken back yet. What was said stays on this page.";

const { login, lockAfter, uses } = document.body.dataset;
const form = document.getElementById("own");
const status = document.querySelector("[data-kept]");
let [edits, kept, timer, flight] = [0, 0, null, null];
let [used, pinged] = [Date.now(), Date.now()];

closeVault().catch(() => {});
new BroadcastChannel("lock").postMessage({ what: "handed", login });
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

const post = (url, fields, more = { signal: signal() }) =>
  fetch(url, { method: "POST", body: new URLSearchParams(fields), headers: PLAIN, redirect: "error", ...more });

// One save after another, the newest words last.
async function keep() {
  clearTimeout(timer);
  if (flight || kept === edits) return flight;
  const sent = edits;
  flight = post(form.action, new FormData(form))
    .then((reply) => {
      if (reply.status === 423 || reply.status === 409 || reply.status === 401) location.reload();
      if (!reply.ok) throw new TypeError(reply.status);
      kept = sent;
      status.textContent = status.dataset.yes;
    })
    .catch(() => {
      status.textContent = status.dataset.no;
      timer = setTimeout(keep, AGAIN);
    });
  await flight;
  flight = null;
  if (kept === sent && kept !== edits) await keep();
}

function note() {
  edits += 1;
  status.textContent = "";
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

form?.addEventListener("input", note);
addEventListener("pagehide", () => edits !== kept && post(form.action, new FormData(form), { keepalive: true }).catch(() => {}));
addEventListener("online", () => form && keep());

// A finger that slides along the numbers takes the one below it.
for (const slide of document.querySelectorAll(".slide")) {
  slide.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    const input = document.elementFromPoint(event.clientX, event.clientY)?.closest(".slide .cell")?.querySelector("input");
    if (!input || input.checked || !slide.contains(input)) return;
    input.checked = true;
    note();
  });
  slide.addEventListener("pointerdown", (event) => event.target.releasePointerCapture?.(event.pointerId));
}

// Left alone it locks, once everything is kept: the server decides, and shows the lock.
function use() {
  used = Date.now();
  if (used - pinged < PING) return;
  pinged = used;
  post(uses, {}).catch(() => {});
}
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, use, { capture: true, passive: true });
setInterval(async () => {
  if (Date.now() - used < Number(lockAfter) * 1000 + MARGIN || edits !== kept) return;
  used = Date.now();
  if (await post(uses, {}).then(({ status: said }) => said === 423, () => false)) location.reload();
}, 1000);

document.querySelector("[data-back]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const back = event.target;
  if (form) await keep();
  const pin = back.elements.pin.value;
  const reply = await post(back.action, { pin }).catch(() => null);
  if (reply?.ok) {
    const path = await reply.text();
    await learnPin(pin).catch(() => {});
    return location.replace(path);
  }
  if (reply && reply.status !== 422) return back.submit();
  back.querySelector(".error").textContent = reply ? await reply.text() : NO_SIGNAL;
  back.elements.pin.value = "";
  back.elements.pin.focus();
});
