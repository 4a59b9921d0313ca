// A page that the tablet kept, brought to life without the server: for who is at the tablet, with the names that it has for
// them.
import { roster } from "./app.js";
import { offlinePicker } from "./offline_picker.js";
import { offlineProgrammes } from "./offline_programmes.js";
import { offlineRatings } from "./offline_ratings.js";
import { offlineScores } from "./offline_scores.js";
import { moreStatements } from "./statements.js";

// `who` is {author, school, login, locked}, or null where nobody is signed in; `form` null on the first page.
export async function enliven(form, who) {
  sayWhatIsMissing();
  if (who?.school !== Number(document.body.dataset.shell)) return sayNobody(who ? "school" : "out");
  if (!form || who.locked) return;
  const asked = new URLSearchParams(location.search);
  form.dataset.draft += `?login=${who.login}`;
  const list = toldApart(await roster().catch(() => null));
  offlineProgrammes(form, list, Number(asked.get("programme")));
  const plan = list?.plans?.find((one) => one.id === Number(asked.get("plan")));
  const pupils = asked.getAll("pupil").filter((one) => /^\d{1,9}$/.test(one)).map(Number);
  offlinePicker(form, list?.pupils ?? null, plan ? [plan.pupil] : pupils);
  offlineRatings(form, list?.targets ?? null);
  offlineScores(form, list?.plans ?? null, plan?.id);
  moreStatements(form.querySelector("#statements"));
}

// Two of one short name are told apart by their class.
function toldApart(list) {
  const counts = new Map();
  for (const { name } of list?.pupils ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  return list && { ...list, pupils: list.pupils.map((one) => ({
    ...one, name: counts.get(one.name) > 1 && one.class ? `${one.name} (${one.class})` : one.name,
  })) };
}

// The page in the place of another says in the place of which.
function sayWhatIsMissing() {
  const page = document.querySelector("[data-no-signal]");
  if (!page) return;
  const { pathname } = location;
  const at = pathname === document.querySelector("a.school").pathname ? "start"
    : /^\d+$/.test(pathname.split(page.dataset.pupils)[1]) ? "timeline" : "page";
  for (const one of document.querySelectorAll("[data-for]")) one.hidden = !one.dataset.for.split(" ").includes(at);
  document.title = document.title.replace("No signal", page.querySelector("h1").innerText);
  const say = () => (document.querySelector("[data-back]").hidden = !navigator.onLine);
  for (const kind of ["online", "offline"]) addEventListener(kind, say); // a reload could take a tap away
}

function sayNobody(why) {
  const box = document.querySelector("[data-nobody]");
  box.hidden = false;
  box.querySelector(`[data-why=${why}]`).hidden = false;
  for (const one of document.querySelectorAll("#record, .savebar, .record")) one.hidden = true;
}
