// The picker without signal: the pupils on the tablet's list, and names as they are typed. What becomes of a row that is
// tapped is picker.js's.
import { asWords, filled } from "./pattern.js";

const MOST = 12, SUGGESTED = 14;
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase();
let number = 0;

// `pupils` are {id, name, class}; null where the tablet has no list. `asked` are ids from the address.
export function offlinePicker(form, pupils, asked) {
  const find = form.querySelector("input[name=find]");
  const [found, suggested] = ["Found", "Suggested"].map((word) => form.querySelector(`#choices [aria-label=${word}]`));
  const say = form.querySelector("[data-found]");
  const row = (one) => filled(form.querySelector("template[data-person]"), asWords(one));
  const known = (id) => pupils?.find((one) => one.id === id) ?? { id, name: "The pupil of the page before" };
  const isIn = (place, { id }) => form.querySelector(`${place} [name=pupil][value="${Number(id)}"]`);
  const isHere = (one) => isIn(".person", one) ?? isIn(".register", one);

  const show = () => {
    const typed = find.value.trim();
    const isFree = (one) => !isIn("#chosen", one) && !isIn(".register", one);
    const hits = typed.length < 2 ? [] : pupils.filter((one) => fits(one, typed) && isFree(one));
    for (const one of hits.slice(0, MOST)) isIn("[aria-label=Suggested]", one)?.closest(".person").remove();
    found.replaceChildren(...hits.slice(0, MOST).map(row));
    say.textContent = typed ? inWords(typed, hits.length) : "";
    const room = Math.max(0, SUGGESTED - suggested.children.length);
    suggested.append(...pupils.filter((one) => !isHere(one)).slice(0, room).map(row));
  };
  const choose = (id) => {
    const made = row(known(id));
    made.querySelector("[name=pupil]").checked = true;
    form.querySelector("#chosen").append(made);
  };

  find.parentElement.hidden = !pupils;
  if (pupils) {
    find.addEventListener("input", show);
    form.addEventListener("change", (event) => ["pupil", "programme"].includes(event.target.name) && show());
  }
  form.querySelector("[data-type]").addEventListener("click", () => {
    typeName(form, find.value.trim()).focus();
    find.value = "";
    if (pupils) show();
  });
  form.addEventListener("refill", ({ detail }) => {
    form.querySelector("[data-names]").replaceChildren();
    for (const [name, value] of detail) {
      if (name === "pupil_typed") typeName(form, value);
      if (name === "pupil" && !isHere({ id: value })) suggested.append(row(known(Number(value))));
    }
  });
  form.addEventListener("emptied", () => {
    form.querySelector("[data-names]").replaceChildren();
    begin();
  });
  const begin = () => (pupils ? show() : typeName(form, ""));
  for (const id of asked) choose(id);
  if (pupils || !asked.length) begin();
}

function inWords(typed, count) {
  if (typed.length < 2) return "Type two letters.";
  if (!count) return `“${typed}” is not on this tablet’s list. Tap Add a name, and it is matched when it arrives.`;
  return `${count} ${count === 1 ? "pupil" : "pupils"} found${count > MOST ? `, the first ${MOST}: type more letters` : ""}`;
}

function fits(one, typed) {
  const words = plain(`${one.name} ${one.class ?? ""}`).split(/[\s-]+/);
  return plain(typed).split(/[\s-]+/).every((start) => words.some((word) => word.startsWith(start)));
}

function typeName(form, name) {
  const row = filled(form.querySelector("template[data-typed]"), { NUMBER: (number += 1) });
  form.querySelector("[data-names]").append(row);
  const box = row.querySelector("input");
  box.value = name;
  return box;
}
