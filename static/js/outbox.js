// The way of a record (docs/decisions/0015): taken from its form at the tap, sealed, on the tablet's disk, sent.
import { whyNotKept } from "./able.js";
import { deliver, delivered } from "./delivery.js";
import { goOn, pairsOf, startAnew, stopDraft } from "./draft.js";
import { seal } from "./sealing.js";
import { recount, tell } from "./status.js";
import { change, nextNumber, remove } from "./store.js";
import { pathOf } from "./tablet_draft.js";
import { ticketSoon } from "./ticket.js";
import { answers, signal } from "./wire.js";

const WHY = {
  room: ["no room on this tablet", "This tablet has no room left, and there is no signal."],
  store: [
    "this tablet’s store is stuck",
    "This tablet’s own store does not answer, and there is no signal. Close its other windows of Alongside.",
  ],
  amends: ["no signal", "Changing a record needs signal."],
  ticket: ["no signal", "This tablet keeps records only once you have been signed in on it with signal."],
};
const CURE = "Your words are still here: keep this page open, and save again where there is signal.";
let busy = false;
let ownWay = false;

// Takes the submits of a record's form before anything else sees them.
export function takeSubmits(form) {
  addEventListener("submit", (event) => {
    if (event.target !== form || event.submitter?.name === "step" || ownWay) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!busy) take(form, event.submitter);
  }, true);
}

// One synchronous step: from here on nothing that happens to the page changes what is saved, or is wiped with it.
function take(form, submitter) {
  const pairs = pairsOf(form, submitter);
  busy = form.inert = true;
  const stopped = stopDraft();
  tell({ saving: true, fault: "" });
  say("");
  if (form.elements.version) askFirst(form, submitter, WHY.amends);
  else stopped.then(() => save(form, submitter, pairs));
}

async function save(form, submitter, pairs) {
  const ticket = await ticketSoon();
  if (!ticket) return askFirst(form, submitter, await whyNot());
  let why = null;
  const entry = await keep(form, pairs, ticket).catch(({ name }) => {
    why = name === "TimeoutError" ? WHY.store : WHY.room;
  });
  const answer = await post(form, pairs);
  if (answer.onward) {
    if (entry) await delivered(entry, answer.received_at).catch(() => {});
    return location.assign(answer.onward);
  }
  if (answer.status && answer.status < 500 && form.isConnected) {
    if (entry) await remove("outbox", entry.client_id);
    return submitOwnWay(form, submitter);
  }
  return entry ? keptHere(form) : notSaved(form, why);
}

const whyNot = async () => [WHY.ticket[0], (await whyNotKept()) || WHY.ticket[1]];

// Sealed and on the disk; what was a draft is one no more.
async function keep(form, pairs, ticket) {
  const client_id = form.elements.client_id.value;
  const facts = {
    client_id, what: "record", kind: form.elements.form_kind.value, path: pathOf(form),
    author: ticket.author, sequence: await nextNumber(),
  };
  const entry = { client_id, school: ticket.school, envelope: await seal(facts, pairs, ticket.key) };
  await change(["outbox", "drafts"], (outbox, drafts) => {
    outbox.put(entry);
    drafts.delete(client_id);
  });
  navigator.storage?.persist?.();
  return entry;
}

// The server's answer: where to go on to where it has this very record, its status where it said anything else.
async function post(form, pairs) {
  try {
    const reply = await fetch(pathOf(form), {
      method: "POST", body: new URLSearchParams(pairs), redirect: "error", signal: signal(),
      headers: { Outbox: "1", Accept: "application/json" },
    });
    if (reply.status !== 201) return { status: reply.status };
    const said = await reply.json();
    if (said.client_id !== form.elements.client_id.value) return {};
    return { received_at: new Date(reply.headers.get("Date")).toISOString(), ...said };
  } catch {
    return {};
  }
}

// What cannot wait on the tablet is sent only where the server answers, so that no dead line takes the page away.
async function askFirst(form, submitter, why) {
  if (await answers("/lock/uses")) submitOwnWay(form, submitter);
  else notSaved(form, why);
}

// As the browser does it by itself: the server's own page says what is wrong, with what was typed still in it.
function submitOwnWay(form, submitter) {
  form.inert = false;
  ownWay = true;
  form.requestSubmit(submitter);
}

async function keptHere(form) {
  const note = document.getElementById("kept-here").content.firstElementChild.cloneNode(true);
  startAnew(form);
  form.inert = busy = false;
  tell({ saving: false });
  await recount();
  form.parentElement.querySelector("[data-kept-here]")?.remove();
  form.before(note);
  note.focus();
  deliver();
}

function notSaved(form, [short, sentence]) {
  form.inert = busy = false;
  goOn();
  tell({ saving: false, fault: short });
  say(`Not saved. ${sentence} ${CURE}`);
}

function say(sentence) {
  const place = document.querySelector("[data-trouble]");
  if (place) place.textContent = sentence;
}
