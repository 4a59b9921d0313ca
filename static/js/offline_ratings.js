// The targets of who is chosen, to be rated without signal: those on the tablet's list.
import { filled } from "./pattern.js";

// `targets` are {id, pupil, title}; null where the tablet has no list.
export function offlineRatings(form, targets) {
  const place = form.querySelector("[data-ratings]");
  if (!place) return;
  const group = place.querySelector("[role=group]");
  const template = place.querySelector("template[data-target]");
  let shown = "";

  const show = () => {
    const chosen = [...form.querySelectorAll("[name=pupil]:checked")].map((one) => Number(one.value));
    if (String(chosen) === shown) return;
    shown = String(chosen);
    const theirs = chosen.length === 1 ? (targets ?? []).filter((one) => one.pupil === chosen[0]) : [];
    for (const one of group.querySelectorAll("fieldset")) one.remove();
    group.append(...theirs.map(({ id, title }) => filled(template, { NUMBER: id, NAME: title })));
    group.hidden = !theirs.length;
    const why = theirs.length ? "" : chosen.length ? "none" : "nobody";
    for (const one of place.querySelectorAll("[data-for]")) one.hidden = one.dataset.for !== why;
  };
  form.addEventListener("change", (event) => event.target.name === "pupil" && show());
  form.addEventListener("refill", show);
  form.addEventListener("emptied", show);
  show();
}
