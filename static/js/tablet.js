// What every page does for a tablet that may lose its signal: a vault for who is here, a ticket, and what waits is sent.
import { keepDelivering } from "./delivery.js";
import { giveBack } from "./draft.js";
import { recount } from "./status.js";
import { haveTicket } from "./ticket.js";
import { begin, freshenRoster, me } from "./vault.js";

// Who is here and may see what the tablet keeps for them, {author, school, login, locked}: as the server wrote it into
// the page, in numbers; on a page without that, who was last signed in.
export async function whoIsHere(screen) {
  const { author, school, login } = document.body.dataset;
  const seconds = Number(screen?.dataset.seconds);
  if (author) await begin({ author: Number(author), school: Number(school), login: Number(login), seconds });
  return me();
}

// `here` is the promise of who is; `form` the page's record form, if it has one; `note` says that something was typed.
export async function keepTablet(here, form, note) {
  const ticket = haveTicket(here);
  await recount(false);
  const who = await here;
  if (who && form && !who.locked) await giveBack(form, who, note);
  await ticket;
  keepDelivering();
  if (who) await freshenRoster();
}
