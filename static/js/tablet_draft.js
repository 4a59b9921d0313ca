// What was typed and not saved, on the tablet: sealed for the server, and under the vault's key for who typed it.
import { seal } from "./sealing.js";
import { all, change, nextNumber, put, remove } from "./store.js";
import { ticketHere } from "./ticket.js";
import { conceal, reveal } from "./vault.js";

const numbers = new Map();

// The address that a form is posted to.
export const pathOf = (form) => new URL(form.getAttribute("action"), location).pathname;

// Keeps a form's pairs; whether they are on the disk.
export async function keepDraft(form, pairs) {
  const ticket = ticketHere(); // not waited for: the words are with the server by then, or there is no signal
  if (!ticket || "keeps" in form.dataset) return false; // the outbox takes records only
  const { client_id, form_path, form_kind } = Object.fromEntries(pairs);
  if (!numbers.has(client_id)) numbers.set(client_id, await nextNumber());
  const facts = {
    client_id, what: "draft", kind: form_kind, path: pathOf(form), author: ticket.author, sequence: numbers.get(client_id),
  };
  const envelope = await seal(facts, pairs, ticket.key);
  const local = await conceal(JSON.stringify(pairs));
  await put("drafts", { client_id, school: ticket.school, page: form_path, envelope, local });
  return true;
}

// The server has it.
export const dropDraft = (client_id) => remove("drafts", client_id);

// It waits for the server, and does not come back to this form.
export const setAside = (client_id) =>
  change("drafts", (drafts) => {
    drafts.get(client_id).onsuccess = ({ target }) => target.result && drafts.put({ ...target.result, local: null });
  });

// The newest that `who` typed into this form and that the tablet can still open: {client_id, pairs}.
export async function draftFor(form, who) {
  const here = form.elements.form_path.value;
  const asked = new URLSearchParams(location.search).get("draft");
  const mine = (await all("drafts")).filter(({ client_id, school, envelope, page, local }) => (
    local && page === here && envelope.author === who.author && school === who.school && (!asked || asked === client_id)
  ));
  mine.sort((one, other) => other.envelope.sequence - one.envelope.sequence);
  const words = mine.length ? await reveal(mine[0].local) : null;
  return words && { client_id: mine[0].client_id, pairs: JSON.parse(words) };
}
