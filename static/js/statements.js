// One adult's statement more, without asking the server: a copy of the first one's boxes, empty.
const MOST = 12;

export function moreStatements(part) {
  const first = part?.querySelector("[role=group]");
  if (!first) return;
  const count = () => part.querySelectorAll("[role=group]").length;
  const button = part.querySelector("button[value=statement]");

  const add = () => {
    const number = count();
    const row = first.cloneNode(true);
    row.setAttribute("aria-label", `Statement ${number + 1}`);
    for (const one of row.querySelectorAll("*")) {
      for (const attribute of one.attributes) attribute.value = attribute.value.replace("statements-0-", `statements-${number}-`);
      if ("value" in one) one.value = "";
    }
    part.querySelector("[role=group]:last-of-type").after(row);
    if (button) button.hidden = number + 1 >= MOST;
    return row;
  };
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    add().querySelector("input").focus();
  });
  part.closest("form").addEventListener("refill", ({ detail }) => {
    const last = Math.max(0, ...detail.map(([name]) => Number(/^statements-(\d+)-/.exec(name)?.[1] ?? 0)));
    while (count() <= Math.min(last, MOST - 1)) add();
  });
}
