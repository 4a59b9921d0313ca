// The picker without signal: the pupils on the tablet's list, and names as they are typed. Its rows are the server's own
// templates; what the picker does with a row that is tapped is picker.js.
import { filled } from "./pattern.js";

const MOST = 12, SUGGESTED = 14;
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase();

// `list` are {id, name, class}; null where the tablet has none. `asked` are ids from the address.
export function offlinePicker(form, list, asked) {
  const find = form.querySelector("input[name=find]");
  if (!find) return;
  const [found, suggested] = ["Found", "Suggested"].map((word) => form.querySelector(`#choices [aria-label=${word}]`));
  const say = form.querySelector("[data-found]");
  const person = (one) => filled(form.querySelector("template[data-person]"), {
    NUMBER: one.id, NAME: one.name, INITIALS: initials(one.name), CLASS: one.class ?? "",
  });
  const isHere = (one) => form.querySelector(`#pupil-${Number(one.id)}, .register input[name=pupil][value="${Number(one.id)}"]`);

  const show = () => {
    const typed = find.value.trim();
    const hits = typed.length < 2 ? [] : list.filter((one) => fits(one, typed) && !isHere(one));
    found.replaceChildren(...hits.slice(0, MOST).map(person));
    say.textContent = typed ? inWords(typed, hits.length) : "";
    fillUp();
  };
  const fillUp = () => {
    const room = SUGGESTED - suggested.children.length;
    suggested.append(...list.filter((one) => !isHere(one)).slice(0, Math.max(0, room)).map(person));
  };

  if (list) {
    find.hidden = false;
    find.addEventListener("input", show);
    form.addEventListener("change", (event) => event.target.name === "pupil" && show());
  }
  for (const id of asked) choose(form, person(list?.find((one) => one.id === id) ?? { id, name: "The pupil of the page before" }));
  list ? fillUp() : typeName(form, "", false);
  form.querySelector("[data-type]").addEventListener("click", () => {
    typeName(form, find.value.trim());
    find.value = "";
    if (list) show();
  });
}

function inWords(typed, count) {
  if (typed.length < 2) return "Type two letters.";
  if (!count) return `“${typed}” is not on this tablet’s list. Tap Type a name to record it as you typed it.`;
  return `${count} ${count === 1 ? "pupil" : "pupils"} found${count > MOST ? `, the first ${MOST}: type more letters` : ""}`;
}

function fits(one, typed) {
  const words = plain(`${one.name} ${one.class ?? ""}`).split(/[\s-]+/);
  return plain(typed).split(/[\s-]+/).every((start) => words.some((word) => word.startsWith(start)));
}

const initials = (name) => name.split(" ").map((word) => word[0]).join("").slice(0, 2).toUpperCase();

function choose(form, row) {
  const box = row.querySelector("input[name=pupil]");
  box.checked = true;
  form.querySelector("#chosen").append(row);
}

let number = 0;

function typeName(form, name, focus = true) {
  const row = filled(form.querySelector("template[data-typed]"), { NUMBER: (number += 1) });
  const box = row.querySelector("input");
  box.value = name;
  form.querySelector("[data-names]").append(row);
  if (focus) box.focus();
  form.dispatchEvent(new Event("change"));
}
