// A group's register without signal: the programmes on the tablet's list, everybody in until tapped.
import { asWords, chipsOf, filled } from "./pattern.js";

// `list` has the programmes as {id, name, pupils} and their pupils as {id, name, class}; null where the tablet has none.
export function offlineProgrammes(form, list, asked) {
  const template = form.querySelector("template[data-programmes]");
  if (!template) return;
  const programmes = list?.programmes ?? [];
  form.querySelector("[data-no-programmes]").hidden = programmes.length > 0;
  if (!programmes.length) return;
  template.after(chipsOf(template, programmes));
  const register = form.querySelector("ul.register");

  const show = () => {
    const chosen = programmes.find((one) => one.id === Number(form.elements.programme.value));
    const pupils = list.pupils.filter((one) => chosen?.pupils.includes(one.id));
    register.replaceChildren(...pupils.map((one) => filled(form.querySelector("template[data-seat]"), asWords(one))));
    register.hidden = !pupils.length;
  };
  const tick = (id) => {
    for (const one of form.querySelectorAll("input[name=programme]")) one.checked = Number(one.value) === Number(id);
    show();
  };
  form.addEventListener("change", (event) => event.target.name === "programme" && show());
  form.addEventListener("refill", ({ detail }) => tick(new Map(detail).get("programme")));
  if (asked) tick(asked);
}
