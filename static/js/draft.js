// Keeps what is typed: on the tablet within a second, with the server a moment after; for its author only.
import { holdForm } from "./delivery.js";
import { empty, fill } from "./filling.js";
import { tell } from "./status.js";
import { draftFor, dropDraft, keepDraft, setAside } from "./tablet_draft.js";
import { PATIENCE } from "./wire.js";

const PAUSE = 700;
const SOON = 400; // ms after the first letter that is not on the tablet yet: a flat battery takes less than a second
let kept = null;

// For the lock: the page that gives back what was typed here, once anything was; keeping it now; and going on with it
// where a save was on its way.
export const draftPage = () => kept?.page() || "";
export const keepNow = async () => kept?.now();
export const keepHereNow = async () => kept?.here();
export const goOn = () => kept?.goOn();

// For the outbox: a save is on its way. Resolves once nothing is being written here any more.
export const stopDraft = () => kept?.stop();

// What a form would send, its line ends as a browser sends them, so that a replay is the same to the letter.
export const pairsOf = (form, submitter) => {
  const pairs = [...new FormData(form)].map(([name, value]) => [name, value.replace(/\r\n?|\n/g, "\r\n")]);
  return submitter?.name ? [...pairs, [submitter.name, submitter.value]] : pairs;
};

export function keepDrafts(form) {
  const { kept: keptWords, here: hereWords, lost: lostWords } = document.getElementById("status")?.dataset ?? {};
  let timer = null;
  let soon = null;
  let sending = null;
  let changed = false;
  let leaving = false;
  let typed = false;
  let flight = null;
  let edits = 0;
  let written = 0;
  let writing = Promise.resolve(false);

  const keep = (last = false) => {
    clearTimeout(timer);
    if (changed && !leaving) flight = send(last);
    return flight;
  };

  // One write to the tablet after another; true once the words as they stand are there.
  const here = () => {
    clearTimeout(soon);
    soon = null;
    if (written === edits || leaving) return writing;
    written = edits;
    const pairs = pairsOf(form);
    return (writing = writing.then(() => keepDraft(form, pairs)).catch(() => false));
  };

  const send = async (last) => {
    changed = false;
    sending?.abort();
    sending = new AbortController();
    const [mine, sent] = [sending, edits];
    const late = setTimeout(() => mine.abort("late"), PATIENCE);
    try {
      if (!form.dataset.draft) throw new TypeError("a page of the tablet's own");
      const reply = await fetch(form.dataset.draft, {
        method: "POST", body: new URLSearchParams(pairsOf(form)), keepalive: last, redirect: "error",
        signal: last ? undefined : sending.signal,
      });
      if (!reply.ok) throw new TypeError(reply.status);
      if (!leaving) tell({ draft: ["saved", keptWords] });
      writing = writing.then(() => sent === edits && dropDraft(form.elements.client_id.value)).catch(() => false);
    } catch (error) {
      if (error.name === "AbortError") return;
      changed = true;
      const safe = await here();
      if (!leaving) tell({ draft: safe ? ["waiting", hereWords] : ["failed", lostWords] });
    } finally {
      clearTimeout(late);
    }
  };

  const note = () => {
    changed = typed = true;
    edits += 1;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
    soon ??= setTimeout(here, SOON);
  };

  form.addEventListener("input", (event) => event.target.name === "find" || note());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return;
    here();
    keep(true);
  });
  kept = {
    here,
    page: () => typed && `${form.elements.form_path.value.split("?")[0]}?draft=${form.elements.client_id.value}`,
    now: () => keep(),
    goOn: () => {
      leaving = false;
      changed = typed;
    },
    stop: () => {
      leaving = true;
      clearTimeout(timer);
      clearTimeout(soon);
      soon = null;
      sending?.abort();
      return writing;
    },
    letGo: () => {
      leaving = changed = typed = false;
      written = edits;
      tell({ draft: null });
    },
  };
  holdForm(form.elements.client_id.value);
  return note;
}

// The form is empty for another record.
export function startAnew(form) {
  empty(form);
  holdForm(form.elements.client_id.value);
  kept.letGo();
}

// What was typed here before a reload or a flat battery, for who typed it and nobody else.
export async function giveBack(form, who, note) {
  const draft = await draftFor(form, who);
  if (!draft) return;
  fill(form, draft.pairs);
  holdForm(draft.client_id);
  note();
  const notice = document.getElementById("given-back").content.firstElementChild.cloneNode(true);
  notice.querySelector("button").addEventListener("click", async () => {
    await stopDraft();
    await setAside(draft.client_id);
    startAnew(form);
    notice.remove();
  });
  form.before(notice);
}
