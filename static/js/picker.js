// The picker works by checkboxes alone; this moves a chosen pupil to the top and keeps each there once.
export function livelyPicker(form) {
  const chosen = form.querySelector("#chosen");
  if (!chosen) return;

  // What was typed has led to somebody: it goes before the choices are asked for anew.
  form.addEventListener("change", (event) => {
    if (event.target.name === "pupil" && event.target.checked) form.querySelector("input[name=find]").value = "";
  }, true);
  form.addEventListener("change", (event) => {
    if (event.target.name !== "pupil") return;
    const person = event.target.closest(".person");
    if (event.target.checked) {
      chosen.append(person);
    } else {
      form.querySelector("#choices ul:last-of-type").prepend(person);
    }
    const more = form.querySelector("details.another");
    if (more) more.open = !chosen.querySelector(":checked") && !form.querySelector(".register");
    event.target.focus({ preventScroll: true });
  });

  form.addEventListener("emptied", () => {
    form.querySelector("#choices ul:last-of-type")?.prepend(...chosen.querySelectorAll(".person"));
  });

  // What comes back from a search may be older than the last tap.
  document.addEventListener("htmx:after:swap", () => {
    const here = new Set([...chosen.querySelectorAll("input[name=pupil]")].map((input) => input.value));
    for (const input of form.querySelectorAll("#choices input[name=pupil]")) {
      if (here.has(input.value)) input.closest(".person").remove();
    }
  });
}
