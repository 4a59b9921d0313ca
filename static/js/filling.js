// Fills a record's form with names and values, and empties it for the next record.
const NOT_FILLED = new Set(["step", "find", "finish_later", "mark_region"]);
const FIRST = new Set(["when"]); // where the page may open with another choice than the usual one

const isTick = (one) => one.type === "checkbox" || one.type === "radio";

// Puts back what was typed. What has no control on this page (a pupil found by a search) is carried along unseen.
export function fill(form, pairs) {
  clear(form, () => false);
  form.dispatchEvent(new CustomEvent("refill", { detail: pairs }));
  const seen = new Map();
  for (const [name, value] of pairs) {
    if (NOT_FILLED.has(name)) continue;
    fillOne(form, name, value, seen.get(name) ?? 0);
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// `place` counts the values of a name: the second goes into its second box.
function fillOne(form, name, value, place) {
  const controls = [...form.elements].filter((one) => one.name === name && one.tagName !== "BUTTON");
  if (name === "pupil_typed" && controls.length) return; // each came with its box
  const tick = controls.find((one) => isTick(one) && one.value === value);
  const box = name === "pupil" ? null : controls.filter((one) => !isTick(one))[place];
  if (tick) tick.checked = true;
  if (tick && name === "pupil") tick.dispatchEvent(new Event("change", { bubbles: true }));
  if (box && !tick) box.value = value;
  if (!tick && !box && value && !controls.some((one) => one.value === value)) carry(form, name, value);
  for (let fold = value && (tick ?? box)?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function carry(form, name, value) {
  const carried = document.createElement("input");
  Object.assign(carried, { type: "hidden", name, value });
  carried.dataset.carried = "";
  form.append(carried);
}

// Empties the form for the next record, which gets a client id of its own.
export function empty(form) {
  const usual = "fresh" in form.dataset;
  clear(form, (one) => {
    if (one.name === "pupil") return false;
    if (one.name === "programme") return one.checked;
    if (usual && !FIRST.has(one.name)) return one.defaultChecked;
    return one.type === "radio" && !one.closest("[data-clears]") && form.querySelector(`[name="${CSS.escape(one.name)}"]`) === one;
  });
  form.elements.client_id.value = crypto.randomUUID();
  if (form.elements.form_begun) form.elements.form_begun.value = "";
  for (const place of document.querySelectorAll("#named, #beside")) place.replaceChildren();
  for (const one of form.querySelectorAll("#family :is(.banner, .tags, label.chip:not(:has([value='0'])))")) one.remove();
  form.dispatchEvent(new Event("emptied"));
}

function clear(form, isTicked) {
  for (const one of form.querySelectorAll("[data-carried], .faults, .error")) one.remove();
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of form.elements) {
    if (isTick(one)) one.checked = isTicked(one);
    else if (one.matches("textarea, select, input:not([type=hidden])")) one.value = "";
  }
}
