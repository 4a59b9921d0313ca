// The page's own manners. Everything works without them; they make it quicker and safer.
import { isAble, sayOff } from "./able.js";
import { keepDrafts, stopDraft } from "./draft.js";
import { keepLock, keepLockPage, learnNewPin, tellGone } from "./lock.js";
import { checkNeeds } from "./needed.js";
import { install } from "./offline.js";
import { takeSubmits } from "./outbox.js";
import { livelyPicker } from "./picker.js";
import { tell } from "./status.js";
import { unlessStuck } from "./store.js";
import { summary } from "./summary.js";
import { keepTablet, whoIsHere } from "./tablet.js";

// For what is loaded later; the tests and the bench look at the same.
export { canRead } from "./able.js";
export { deliver } from "./delivery.js";
export { pairsOf, stopDraft } from "./draft.js";
export { seal } from "./sealing.js";
export { recount, tell } from "./status.js";
export { all, change, get, nextNumber } from "./store.js";
export { pathOf } from "./tablet_draft.js";
export { ticketHere, ticketOf } from "./ticket.js";
export { freshenRoster, learnPin, me, reveal, roster } from "./vault.js";
export { answers } from "./wire.js";

// A page with a pupil on it never comes back from the browser's memory after somebody signed out.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.body.hidden = true;
    location.reload();
  }
});

const find = (selector) => document.querySelector(selector);
const screen = document.getElementById("lock-screen");
const record = find("form#record:not([data-picks])");
const map = find("[data-body-map]");
const isShell = "shell" in document.body.dataset; // a page that came from the tablet itself
if (screen && "author" in document.body.dataset) keepLock(screen);
if (find("main[id] [data-unlock]")) keepLockPage(find("[data-unlock]"));
if (find("[data-signed-out]")) tellGone();
document.getElementById("faults")?.focus();

// What only few pages need is fetched by them.
const later = () => import("./later.js");
const withMap = map ? later().then(({ bodyMap }) => bodyMap(map)) : Promise.resolve();
if (find("[data-shows]")) later().then(({ showable }) => document.querySelectorAll("[data-shows]").forEach(showable));
if (find("[data-grid]")) later().then(({ keepGrid }) => keepGrid(find("[data-grid]")));
if (find("[data-outbox]")) later().then(({ showWaiting }) => showWaiting(find("[data-outbox]")));
if (find("[data-off]")) sayOff(find("[data-off]"));

const adults = isShell ? null : find("#statements");
adults?.addEventListener("focusin", () => later().then(({ moreStatements }) => moreStatements(adults)), { once: true });

// A form that is no record's keeps its draft with the server, and is sent as any form is.
const kept = find("form[data-keeps]");
if (kept) {
  keepDrafts(kept);
  kept.addEventListener("submit", (event) => event.submitter?.name === "step" || stopDraft());
}

let note = null;
if (record) {
  if (find("#ratings")) later().then(({ handsOver }) => handsOver(record));
  if (isShell) record.elements.client_id.value = crypto.randomUUID();
  checkNeeds(record);
  takeSubmits(record);
  livelyPicker(record);
  note = keepDrafts(record);
  summary(record);
  // When it was begun, so that one kept without signal does not look new.
  const begun = record.querySelector("[name=form_begun]");
  record.addEventListener("input", () => begun && (begun.value ||= new Date().toISOString()), { capture: true });
}
if (isAble()) {
  const here = screen || isShell ? whoIsHere(screen).catch(() => null) : Promise.resolve(null);
  if (find("[data-pin]")) learnNewPin(find("[data-pin]"));
  const alive = isShell ? here.then(enliven) : null;
  Promise.all([withMap, alive]).then(() => keepTablet(here, record, note)).catch(unlessStuck);
} else tell({ counted: true }); // nothing can wait here
if (document.body.dataset.worker) addEventListener("load", () => install(document.body.dataset));

// Of a page that the tablet kept: its lock, which may begin locked and then loads nothing more; and what only it needs.
async function enliven(who) {
  if (screen && who) keepLock(screen, String(who.login), who.locked);
  if (!who?.locked) await (await later()).enliven(record, who);
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
document.documentElement.classList.add("scripted");
for (const form of document.querySelectorAll("[data-picks]")) livelyPicker(form);

// A chip of a list of which none need be chosen lets go at the second tap. Space and arrows keep their meaning.
let wasChosen = null;
document.addEventListener("pointerdown", (event) => {
  const input = event.target.closest("[data-clears] :is(.chip, .mark-of, .cell)")?.querySelector("input[type=radio]");
  wasChosen = input?.checked ? input : null;
});
document.addEventListener("click", (event) => {
  if (event.target !== wasChosen || event.detail === 0) return;
  wasChosen.checked = false;
  wasChosen.dispatchEvent(new Event("change", { bubbles: true }));
  wasChosen = null;
});

// The menu closes when one taps beside it or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.me[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.me[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
