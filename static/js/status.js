// The one status: what is saved, where, and what is not. Everything that saves tells it; it alone decides what is said.
import { look } from "./store.js";

const known = { saving: false, fault: "", draft: null, waiting: 0, failed: 0, counted: false };
const windows = new BroadcastChannel("outbox");

// What is known of saving, as far as it changed: `saving`; `fault`, why something was not saved; `draft`, as
// [state, words]; how many records are `waiting`, how many of them have `failed`, and whether they are `counted` yet.
export function tell(news) {
  Object.assign(known, news);
  const status = document.getElementById("status");
  if (!status) return;
  const [state, text] = inWords(status.dataset);
  const words = status.querySelector(".words");
  status.dataset.state = state;
  if (known.counted || text !== status.dataset.saved) delete status.dataset.uncounted; // before that, nobody knows
  if (words.textContent !== text) words.textContent = text;
  const drawn = status.querySelector("use");
  drawn.setAttribute("href", drawn.getAttribute("href").replace(/#.*/, `#${status.dataset[`${state}Icon`]}`));
}

function inWords(said) {
  const { saving, fault, draft, waiting, failed } = known;
  if (saving) return ["saving", said.saving];
  if (fault) return ["failed", `Not saved: ${fault}`];
  if (failed) return ["failed", `Not saved: ${failed} of ${waiting}, see why`];
  if (waiting) return ["waiting", `Saved on this tablet: ${waiting} waiting`];
  return draft ?? ["saved", said.saved];
}

// Counts what waits and says it, in every window of the browser.
export async function recount(share = true) {
  const count = (work) => look("outbox", work).catch(() => 0);
  tell({ waiting: await count((box) => box.count()), failed: await count((box) => box.index("failed").count()), counted: true });
  document.dispatchEvent(new Event("outbox"));
  if (share) windows.postMessage("changed");
}

windows.addEventListener("message", () => recount(false));
