// The body map: a tap puts a numbered mark, the arrow keys move it. Its rows are the server's own template.
const THOUSAND = 1000;

export function bodyMap(map) {
  const form = map.closest("form");
  const rows = map.querySelector("#marks");
  const template = map.querySelector("template");
  const say = map.querySelector("[data-say]");
  const size = { x: Number(map.dataset.width), y: Number(map.dataset.height) };
  const parts = [...map.querySelectorAll("[data-part]")].map((one) => ({
    side: one.dataset.side, name: one.dataset.part, line: one.dataset.line.split(" ").map(Number),
  }));
  let next = rows.children.length;

  // As mentoring/body_map.py: the part whose edge is nearest, or which the place is deepest inside.
  const outside = ([x1, y1, x2, y2, r], x, y) => {
    const across = x2 - x1, down = y2 - y1, length = across * across + down * down;
    const along = length ? Math.min(1, Math.max(0, ((x - x1) * across + (y - y1) * down) / length)) : 0;
    return Math.hypot(x - x1 - along * across, y - y1 - along * down) - r;
  };
  const region = (side, x, y) => {
    const [px, py] = [(x * size.x) / THOUSAND, (y * size.y) / THOUSAND];
    const own = parts.filter((one) => one.side === side);
    return own.reduce((best, one) => (outside(one.line, px, py) < outside(best.line, px, py) ? one : best)).name;
  };
  const box = (row, name) => row.querySelector(`input[name$="-${name}"]`);

  const draw = () => {
    for (const figure of map.querySelectorAll("svg.figure")) figure.querySelector(".dots").replaceChildren();
    [...rows.children].forEach((row, place) => {
      const [side, x, y] = ["side", "x", "y"].map((name) => box(row, name).value);
      const part = side && region(side, Number(x), Number(y));
      row.querySelector("[data-number]").textContent = place + 1;
      row.querySelector("[data-region]").textContent = part;
      row.querySelector("[data-side-word]").textContent = side;
      row.querySelector("[data-move]").setAttribute("aria-label", `Move mark ${place + 1} with the arrow keys`);
      box(row, "look").setAttribute("aria-label", `Size and colour of mark ${place + 1}, optional`);
      box(row, "note").setAttribute("aria-label", `Note on mark ${place + 1}, optional`);
      const dots = map.querySelector(`svg.figure[data-side="${side}"] .dots`);
      if (dots) dots.append(dot(place + 1, (x * size.x) / THOUSAND, (y * size.y) / THOUSAND));
    });
  };
  const dot = (number, x, y) => {
    const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
    const [group, circle, text] = [make("g"), make("circle"), make("text")];
    group.setAttribute("class", "dot");
    group.setAttribute("transform", `translate(${x} ${y})`);
    circle.setAttribute("r", 19);
    text.setAttribute("y", 9);
    text.textContent = number;
    group.append(circle, text);
    return group;
  };
  const changed = (words) => {
    draw();
    say.textContent = words;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const newRow = (number) => {
    const row = template.content.firstElementChild.cloneNode(true);
    for (const one of row.querySelectorAll("[name], [id]")) {
      for (const name of ["name", "id"]) one.getAttribute(name) && one.setAttribute(name, one.getAttribute(name).replace("NUMBER", number));
    }
    next = Math.max(next, number) + 1;
    return row;
  };

  const add = (side, x, y) => {
    if (rows.children.length >= Number(map.dataset.most)) {
      say.textContent = "No more marks fit on one map.";
      return;
    }
    const row = newRow(next);
    box(row, "side").value = side;
    box(row, "x").value = x;
    box(row, "y").value = y;
    rows.append(row);
    changed(`Mark ${rows.children.length}: ${region(side, x, y)}, ${side}`);
  };

  for (const figure of map.querySelectorAll("svg.figure")) {
    figure.addEventListener("click", (event) => {
      const frame = figure.getBoundingClientRect();
      const share = (at, start, whole) => Math.min(THOUSAND, Math.max(0, Math.round(((at - start) / whole) * THOUSAND)));
      add(figure.dataset.side, share(event.clientX, frame.left, frame.width), share(event.clientY, frame.top, frame.height));
    });
  }

  map.querySelector("[data-add]").addEventListener("click", (event) => {
    event.preventDefault();
    const list = map.querySelector("select[name=mark_region]");
    const [side, name] = list.value.split(": ");
    const part = parts.find((one) => one.side === side && one.name === name);
    if (!part) return;
    const [x1, y1, x2, y2] = part.line;
    add(side, Math.round(((x1 + x2) / 2 / size.x) * THOUSAND), Math.round(((y1 + y2) / 2 / size.y) * THOUSAND));
    list.value = "";
    rows.lastElementChild.querySelector("[data-move]").focus();
  });

  rows.addEventListener("change", (event) => {
    if (!event.target.name?.endsWith("-gone")) return;
    event.target.closest("[data-mark]").remove();
    changed("Taken away");
    map.querySelector("select[name=mark_region]").focus({ preventScroll: true });
  });

  rows.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step || !event.target.closest("[data-move]")) return;
    event.preventDefault();
    const row = event.target.closest("[data-mark]");
    const far = event.shiftKey ? 50 : 10;
    for (const [place, name] of ["x", "y"].entries()) {
      const input = box(row, name);
      input.value = Math.min(THOUSAND, Math.max(0, Number(input.value) + step[place] * far));
    }
    const side = box(row, "side").value;
    changed(region(side, Number(box(row, "x").value), Number(box(row, "y").value)));
  });

  // What was typed before comes back: a row for each mark, which is then filled as any other part of the form.
  form.addEventListener("refill", ({ detail }) => {
    const marks = new Map(detail.map(([name]) => [/^marks-(\d+)-/.exec(name)?.[1], name]));
    rows.replaceChildren();
    for (const number of marks.keys()) if (number) rows.append(newRow(Number(number)));
    setTimeout(draw);
  });
  form.addEventListener("emptied", () => {
    rows.replaceChildren();
    draw();
  });
}
