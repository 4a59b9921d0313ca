// The list of what waits: kind and time, never names.
import { all, canRead, deliver, ticketOf } from "./app.js";

const NOT_TAKEN = {
  409: "Not saved: the school has something else under its number. Write it again, and tell whoever looks after Alongside.",
  413: "Not saved: it is too long for the school’s server. Write it again in two parts.",
  422: "Not saved: the school’s server could not read it. Load this page again where there is signal, then tap Send now.",
};
const MAY_GO = "This browser may clear what waits when it runs out of room. Put Alongside on the home screen, so that it keeps it.";
const NO_PROMISE = "This browser does not say whether it keeps what waits when it runs out of room: take the tablet to where there is signal soon.";
const WAITS = "Goes when there is signal";
const WAITS_FOR_AUTHOR = "Goes when who wrote it has signed in again on this tablet";

export async function showWaiting(place) {
  if (!(await canRead())) return;
  document.addEventListener("outbox", () => show(place));
  place.querySelector("button").addEventListener("click", () => sendNow(place));
  await show(place);
  place.hidden = false;
}

async function show(place) {
  const waiting = await all("outbox");
  waiting.sort((one, other) => one.envelope.sequence - other.envelope.sequence);
  const rows = await Promise.all(waiting.map(row));
  place.querySelector("ul").replaceChildren(...rows);
  place.querySelector("ul").hidden = place.querySelector("button").hidden = !rows.length;
  place.querySelector(".empty").hidden = rows.length > 0;
  const risk = place.querySelector("[data-risk]");
  const isSafe = await navigator.storage?.persisted?.();
  risk.hidden = !rows.length || isSafe === true;
  risk.textContent = isSafe === undefined ? NO_PROMISE : MAY_GO;
}

async function row({ envelope, school, failed }) {
  const made = document.querySelector(`template[data-row="${CSS.escape(envelope.kind)}"]`).content.firstElementChild.cloneNode(true);
  made.querySelector("[data-when]").textContent = when(new Date(envelope.made_at));
  const ticket = await ticketOf(envelope.author, school);
  const state = made.querySelector("[data-state]");
  state.classList.toggle("error", Boolean(failed));
  state.textContent = failed ? NOT_TAKEN[failed] : ticket && !ticket.refused ? WAITS : WAITS_FOR_AUTHOR;
  return made;
}

function when(moment) {
  const time = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (moment.toDateString() === new Date().toDateString()) return `today ${time}`;
  return `${moment.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" })} ${time}`;
}

async function sendNow(place) {
  const said = place.querySelector("[data-said]");
  said.textContent = "Sending…";
  await deliver(true);
  said.textContent = (await all("outbox")).length ? "Not all of it is sent: it is tried again by itself." : "All of it is sent.";
}
