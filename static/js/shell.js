// A page that the tablet kept, brought to life without the server: for whoever is at the tablet, with the names that it
// has for them. `who` is {author, school, login, locked}, or null where nobody is signed in.
import { offlinePicker } from "./offline_picker.js";
import { offlineProgrammes } from "./offline_programmes.js";
import { roster } from "./vault.js";

export async function enliven(form, who) {
  sayWhatIsMissing();
  if (!who || who.school !== Number(document.body.dataset.shell)) return sayNobody(who ? "school" : "out");
  if (!form) return;
  const asked = new URLSearchParams(location.search);
  form.elements.client_id.value = isId(asked.get("draft")) ? asked.get("draft") : newId();
  form.dataset.draft = `${form.dataset.draft}?login=${who.login}`;
  const list = await roster().catch(() => null);
  offlinePicker(form, list?.pupils ?? null, asked.getAll("pupil").filter((one) => /^\d{1,9}$/.test(one)).map(Number));
  offlineProgrammes(form, list, Number(asked.get("programme")));
}

// The page in the place of another says which it is.
function sayWhatIsMissing() {
  const page = document.querySelector("[data-no-signal]");
  if (!page) return;
  const { pathname } = location;
  const at = pathname === document.querySelector("a.school").pathname ? "start"
    : /^\d+$/.test(pathname.split(page.dataset.pupils)[1]) ? "timeline" : "page";
  for (const one of document.querySelectorAll("[data-for]")) one.hidden = !one.dataset.for.split(" ").includes(at);
  document.title = document.title.replace("No signal", page.querySelector("h1").innerText);
  addEventListener("online", () => location.reload());
}

function sayNobody(why) {
  const box = document.querySelector("[data-nobody]");
  box.hidden = false;
  box.querySelector(`[data-why=${why}]`).hidden = false;
  for (const one of document.querySelectorAll("#record, .savebar, .record")) one.hidden = true;
}

const isId = (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? "");

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
