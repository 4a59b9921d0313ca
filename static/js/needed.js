// What a save waits for, as its form says it (forms/needs.py): the server's own rules and sentences, checked at the tap.

// [id of the control, sentence] of each answer that is not there yet.
export function lacking(form, submitter) {
  const said = new FormData(form);
  const answers = (name) => said.getAll(name).filter((value) => String(value).trim());
  const later = submitter?.name === "finish_later";
  const found = JSON.parse(form.dataset.needed)
    .filter((one) => !(one.later && later))
    .filter((one) => one.when.every(([name, value]) => (value ? answers(name).includes(value) : answers(name).length)))
    .filter((one) => !one.answers.some((name) => answers(name).length))
    .map((one) => [one.at, one.sentence]);
  const alone = form.querySelector(".picker[data-one]");
  for (const one of form.querySelectorAll("fieldset[data-asks]")) {
    if (!later && !one.querySelector(":checked")) found.push([one.id, one.dataset.asks]);
  }
  if (alone && answers("pupil").length + answers("pupil_typed").length > 1) found.unshift([alone.id, alone.dataset.one]);
  return found;
}

function tell(form, found) {
  document.getElementById("faults")?.remove();
  if (!found.length) return;
  form.prepend(form.querySelector("template[data-faults]").content.cloneNode(true));
  const box = document.getElementById("faults");
  const list = box.querySelector("ul");
  const line = list.firstElementChild;
  list.replaceChildren(...found.map(([at, sentence]) => {
    const one = line.cloneNode(true);
    one.firstElementChild.href = `#${at}`;
    one.firstElementChild.textContent = sentence;
    return one;
  }));
  box.focus();
}

// Lets no save of the form through while an answer is lacking. To be asked before whatever takes its submits.
export function checkNeeds(form) {
  addEventListener("submit", (event) => {
    if (event.target !== form || event.submitter?.name === "step") return;
    const found = lacking(form, event.submitter);
    tell(form, found);
    if (!found.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}
