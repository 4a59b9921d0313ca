// The ticket with which this tablet's envelopes arrive in their author's name, and the key that they are sealed for.
import { change, get, put } from "./store.js";
import { signal } from "./wire.js";

const DAY = 24 * 3600 * 1000;
let standing = null;
let coming = Promise.resolve(null);

// The ticket of whoever is at the page: as far as it is known; and once it is, null where there will be none.
export const ticketHere = () => standing;
export const ticketSoon = () => coming;
export const ticketOf = (author, school) => get("state", name({ author, school }));

const name = ({ author, school }) => `ticket ${author} ${school}`;

// The server does not know this ticket: its author's envelopes wait for another.
export const refuse = (ticket) =>
  change("state", (store) => {
    store.get(name(ticket)).onsuccess = ({ target }) => {
      if (target.result?.ticket === ticket.ticket) store.put({ ...ticket, refused: true }, name(ticket));
    };
  });

function isGood(ticket, who) {
  const age = Date.now() - ticket.asked_at;
  return age >= 0 && age < DAY && !ticket.refused && (!who.login || ticket.login === who.login);
}

// Have a ticket for `who`, a promise of {author, school, login} or null: the one kept here, or a new one once a day and
// after each sign-in. Without signal the old one serves.
export function haveTicket(who) {
  coming = who.then((here) => here && find(here)).catch(() => null);
  return coming;
}

async function find(who) {
  standing = (await ticketOf(who.author, who.school)) ?? null;
  if (standing && isGood(standing, who)) return standing;
  const ticket = await ask();
  if (!ticket || ticket.author !== who.author || ticket.school !== who.school) return standing;
  standing = { ...ticket, asked_at: Date.now() };
  await put("state", standing, name(standing)).catch(() => {}); // no room: this page has it all the same
  return standing;
}

async function ask() {
  try {
    const reply = await fetch("/tickets", {
      method: "POST", headers: { Accept: "application/json" }, redirect: "error", signal: signal(),
    });
    return reply.ok ? await reply.json() : null;
  } catch {
    return null;
  }
}
