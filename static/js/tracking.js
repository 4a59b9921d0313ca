// The grid of weekly tracking: keys as in a spreadsheet, what became of each figure in words, and nothing typed lost.
import { tell } from "./app.js";

const FIGURE = "input[name^=figure-]";

export function keepGrid(grid) {
  const unsaved = new Set(); // cells whose figure did not reach the server

  const cellOf = (event) => event.target.closest?.("td.in-week");
  const kept = (cell) => cell.querySelector("[data-kept]").dataset.kept;
  // A figure that is sent goes as it stands, whether or not it was just typed.
  const send = (cell) => cell.querySelector(FIGURE).dispatchEvent(new Event("change", { bubbles: true }));

  function say(cell, state, words = "") {
    cell.dataset.state = state;
    const input = cell.querySelector(FIGURE);
    if (state === "saved" || state === "saving") input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
    if (!words) return;
    const line = cell.querySelector(".outcome");
    line.textContent = words;
    line.classList.toggle("failed", state === "unsent");
  }

  function lost(cell, why) {
    unsaved.add(cell);
    say(cell, "unsent", `Not saved: ${why}. It is kept here and sent again.`);
    tell({ saving: false, fault: why });
  }

  grid.addEventListener("htmx:before:request", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    say(cell, "saving", "Saving…");
    tell({ saving: true });
  });
  grid.addEventListener("htmx:error", (event) => cellOf(event) && lost(cellOf(event), navigator.onLine ? "no answer" : "no signal"));
  grid.addEventListener("htmx:finally:request", (event) => {
    const cell = cellOf(event);
    const status = event.detail.ctx.response?.status;
    if (!cell || !status) return;
    if (![200, 409, 422].includes(status)) return lost(cell, status === 423 || status === 401 ? "the screen was locked" : "the school’s record is busy");
    say(cell, { 200: "saved", 409: "clashed", 422: "refused" }[status]);
    unsaved.delete(cell);
    const input = cell.querySelector(FIGURE);
    if (status === 200 && document.activeElement !== input) input.value = kept(cell);
    tell({ saving: false, fault: faultNow() });
    if (status === 200) again(); // there is signal: what waits goes too
  });

  function faultNow() {
    const wrong = grid.querySelectorAll("td[data-state=refused], td[data-state=clashed]").length;
    return unsaved.size ? "no signal" : wrong ? `${wrong} figure${wrong > 1 ? "s" : ""}, see why` : "";
  }

  function again() {
    for (const cell of [...unsaved]) {
      unsaved.delete(cell);
      send(cell);
    }
  }
  addEventListener("online", again);
  addEventListener("beforeunload", (event) => {
    const typing = document.activeElement?.matches(FIGURE) && document.activeElement.value !== kept(document.activeElement.closest("td"));
    if (unsaved.size || typing) event.preventDefault();
  });

  grid.addEventListener("focusin", (event) => event.target.matches(FIGURE) && event.target.select());
  grid.addEventListener("focusout", (event) => {
    const cell = cellOf(event);
    if (cell?.dataset.state === "saved" && event.target.matches(FIGURE)) event.target.value = kept(cell);
  });
  grid.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    const cell = button.closest("td");
    cell.querySelector(FIGURE).value = button.dataset.take;
    send(cell);
  });
  grid.addEventListener("keydown", (event) => {
    if (!event.target.matches(FIGURE) || event.altKey || event.ctrlKey || event.metaKey) return;
    const input = event.target;
    const step = stepOf(event, input);
    if (event.key === "Escape") input.value = kept(input.closest("td"));
    if (event.key === "Enter") {
      event.preventDefault(); // the form round the grid is for who has no scripts
      if (input.closest("td").dataset.state === "unsent") send(input.closest("td"));
    }
    const next = step && neighbour(input, ...step);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

// [rows, columns] to go by a key; nothing where the key belongs to the text.
function stepOf(event, input) {
  const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  if (event.key === "Enter") return [event.shiftKey ? -1 : 1, 0];
  if (event.shiftKey) return null;
  if (event.key === "ArrowDown") return [1, 0];
  if (event.key === "ArrowUp") return [-1, 0];
  if (event.key === "ArrowLeft" && (all || input.selectionEnd === 0)) return [0, -1];
  if (event.key === "ArrowRight" && (all || input.selectionStart === input.value.length)) return [0, 1];
  return null;
}

function neighbour(input, rows, columns) {
  const cell = input.closest("td");
  const row = cell.parentElement;
  const line = [...row.parentElement.rows];
  const there = line[line.indexOf(row) + rows]?.cells[cell.cellIndex + columns];
  return there?.querySelector(FIGURE);
}
