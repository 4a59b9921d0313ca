// The page's own manners. Everything works without them; they make it quicker and safer.
import { bodyMap } from "./body_map.js";
import { keepDrafts } from "./draft.js";
import { livelyPicker } from "./picker.js";
import { keepLock, tellGone } from "./lock.js";
import { showable } from "./secret.js";
import { summary } from "./summary.js";

// A page with a pupil on it never comes back from the browser's memory after somebody signed out.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.body.hidden = true;
    location.reload();
  }
});

const screen = document.getElementById("lock-screen");
if (screen) keepLock(screen);
if (document.querySelector("[data-signed-out]")) tellGone();
for (const button of document.querySelectorAll("[data-shows]")) showable(button);

document.getElementById("faults")?.focus();

const record = document.getElementById("record");
if (record) {
  livelyPicker(record);
  keepDrafts(record);
  summary(record);
  const map = record.querySelector("[data-body-map]");
  if (map) bodyMap(map);
  // When it was begun, so that one kept without signal does not look new.
  const begun = record.querySelector("[name=form_begun]");
  record.addEventListener("input", () => begun && (begun.value ||= new Date().toISOString()), { capture: true, once: true });
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
