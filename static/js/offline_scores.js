// The plan of who is chosen, to be reviewed without signal: its targets, each with its score, of those on the tablet's list.
import { chipsOf, filled } from "./pattern.js";

// `plans` are {id, pupil, name, cycle, targets}, a target {id, title, measure, stands}; null where the tablet has no list.
// `asked` is the plan of the address.
export function offlineScores(form, plans, asked) {
  const place = form.querySelector("[data-scores]");
  if (!place) return;
  const group = place.querySelector("[role=group]");
  const template = place.querySelector("template[data-plans]");
  let wanted = asked;
  let shown = null;
  let scored = null;

  const score = () => {
    const number = Number(place.querySelector("[name=plan]:checked")?.value);
    const plan = plans?.find((one) => one.id === number);
    if (plan === scored) return;
    scored = plan;
    place.querySelector("[name=cycle]").value = plan?.cycle ?? "";
    group.replaceChildren(...(plan?.targets ?? []).map((one) => row(place, one)));
    group.hidden = !plan?.targets.length;
  };
  const show = () => {
    const chosen = [...form.querySelectorAll("[name=pupil]:checked")].map((one) => Number(one.value));
    if (String(chosen) === shown) return;
    shown = String(chosen);
    const theirs = chosen.length === 1 ? (plans ?? []).filter((one) => one.pupil === chosen[0]) : [];
    place.querySelector("fieldset[data-asks]")?.remove();
    if (theirs.length) template.after(choice(template, theirs, wanted, place.dataset.which));
    score();
    const why = theirs.length ? "" : chosen.length ? "none" : "nobody";
    for (const one of place.querySelectorAll("[data-for]")) one.hidden = one.dataset.for !== why;
  };
  form.addEventListener("change", ({ target }) => target.name === "pupil" ? show() : target.name === "plan" && score());
  form.addEventListener("refill", ({ detail }) => {
    wanted = Number(new Map(detail).get("plan"));
    shown = null;
    show();
  });
  form.addEventListener("emptied", () => {
    wanted = null;
    show();
  });
  show();
}

// Which plan it is: the only one is taken, and not asked about.
function choice(template, plans, wanted, sentence) {
  const field = chipsOf(template, plans);
  field.dataset.asks = sentence;
  field.hidden = plans.length === 1;
  for (const one of field.querySelectorAll("input")) one.checked = field.hidden || Number(one.value) === wanted;
  return field;
}

function row(place, { id, title, measure, stands }) {
  const made = filled(place.querySelector(`template[data-score=${measure}]`), { NUMBER: id, STANDS: stands, NAME: title });
  made.querySelector("[data-stands]").hidden = !stands;
  return made;
}
