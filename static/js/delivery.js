// What waits on the tablet goes to the server: oldest first, one at a time, in its author's name, whoever is here now.
import { stamp } from "./sealing.js";
import { recount } from "./status.js";
import { all, change, get, put, remove } from "./store.js";
import { refuse, ticketOf } from "./ticket.js";
import { signal } from "./wire.js";

const FIRST = 5_000, LONGEST = 300_000; // ms from one try to the next
const PATIENCE = 15_000;
const NOT_TAKEN = new Set([409, 413, 422]);
const MONTH = 30 * 24 * 3600 * 1000;
const MISSING_EVERY = 600_000;
let pause = FIRST;
let timer = null;

// Delivers now, and goes on by itself until nothing is left. `again`: those that the server did not take, too.
export async function deliver(again = false) {
  clearTimeout(timer);
  const alone = { ifAvailable: true };
  const rest = await navigator.locks.request("outbox", alone, (mine) => (mine ? pass(again) : FIRST)).catch(() => pause);
  if (rest) timer = setTimeout(deliver, rest);
}

export function keepDelivering() {
  const now = () => {
    pause = FIRST;
    deliver();
  };
  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => document.hidden || now());
  now();
}

// One pass over what waits; ms until the next, or 0 where none is needed.
async function pass(again) {
  const stopped = new Set();
  for (const name of ["outbox", "drafts"]) {
    const waiting = await all(name);
    waiting.sort((one, other) => one.envelope.sequence - other.envelope.sequence);
    for (const entry of waiting) {
      if (entry.failed && !again) continue;
      const outcome = await unlessOpen(entry.client_id, () => deliverOne(name, entry, stopped));
      if (outcome === "later") return (pause = Math.min(2 * pause, LONGEST));
    }
  }
  pause = FIRST;
  return (await lookForMissing()) ? 1 : 0;
}

// A form that is open in some window is that window's own to save.
const unlessOpen = (client_id, work) =>
  navigator.locks.request(`form ${client_id}`, { ifAvailable: true }, (free) => (free ? work() : "open"));

let letGo = null;
export function holdForm(client_id) {
  letGo?.();
  navigator.locks?.request(`form ${client_id}`, { mode: "shared" }, () => new Promise((done) => (letGo = done)));
}

async function deliverOne(name, entry, stopped) {
  const { author } = entry.envelope;
  const ticket = await ticketOf(author, entry.school);
  if (!ticket || ticket.refused || stopped.has(author)) return "kept";
  const reply = await send("/outbox", { ...entry.envelope, sent_at: stamp(), ticket: ticket.ticket });
  if (reply.status === 201 && reply.said?.client_id === entry.client_id) {
    await (name === "outbox" ? delivered(entry, reply.said.received_at) : remove(name, entry.client_id));
  } else if (reply.status === 401) {
    stopped.add(author);
    await refuse(ticket);
  } else if (NOT_TAKEN.has(reply.status)) {
    await put(name, { ...entry, failed: reply.status });
  } else {
    return "later";
  }
  if (name === "outbox") await recount();
  return "gone";
}

// The status of an answer, what it said and the server's time; no status where none came.
async function send(path, body) {
  try {
    const reply = await fetch(path, {
      method: "POST", redirect: "error", signal: signal(PATIENCE), body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", Accept: "application/json" },
    });
    const said = reply.ok ? await reply.json() : null;
    return { status: reply.status, said, at: Date.parse(reply.headers.get("Date")) };
  } catch {
    return { status: 0 };
  }
}

// What the server has is held on to, sealed as it is, until a verified backup has it too.
export const delivered = ({ failed, ...entry }, received_at) =>
  change(["outbox", "held"], (outbox, held) => {
    outbox.delete(entry.client_id);
    held.put({ ...entry, received_at });
  });

// Whether the server still has all that it took: a database that was restored may not. True where something goes again.
async function lookForMissing() {
  const since = Date.now() - ((await get("state", "asked_missing")) ?? 0);
  const held = await all("held");
  if (!held.length || (since >= 0 && since < MISSING_EVERY)) return false;
  await put("state", Date.now(), "asked_missing");
  const queues = new Map();
  for (const entry of held) {
    const whose = `${entry.envelope.author} ${entry.school}`;
    queues.set(whose, [...(queues.get(whose) ?? []), entry]);
  }
  let found = false;
  for (const entries of queues.values()) found = (await compare(entries)) || found;
  return found;
}

async function compare(entries) {
  const [{ envelope, school }] = entries;
  const ticket = await ticketOf(envelope.author, school);
  if (!ticket) return false;
  const reply = await send("/outbox/missing", { ticket: ticket.ticket, client_ids: entries.map((one) => one.client_id) });
  if (reply.status !== 200) return false;
  const missing = new Set(reply.said.missing), safe = Date.parse(reply.said.safe_until);
  for (const entry of entries) {
    const received = Date.parse(entry.received_at);
    if (missing.has(entry.client_id)) await sendAgain(entry);
    else if (received <= safe || reply.at - received > MONTH) await remove("held", entry.client_id);
  }
  if (missing.size) await recount();
  return missing.size > 0;
}

const sendAgain = ({ received_at, ...entry }) =>
  change(["held", "outbox"], (held, outbox) => {
    held.delete(entry.client_id);
    outbox.put(entry);
  });
