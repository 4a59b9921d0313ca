// Keeps what is typed with the server a moment after it is typed, for its author only; and says so in the status.
const PAUSE = 700;
let kept = null;

// For the lock: the page that gives back what was typed here, once anything was; keeping it now; and going on with it
// where a save was on its way.
export const draftPage = () => kept?.page() || "";
export const keepNow = async () => kept?.now();
export const goOn = () => kept?.goOn();

export function keepDrafts(form) {
  const status = document.getElementById("status");
  const words = status.querySelector(".words");
  let timer = null;
  let sending = null;
  let changed = false;
  let leaving = false;
  let typed = false;
  let flight = null;

  const say = (state, text) => {
    status.dataset.state = state;
    if (words.textContent !== text) words.textContent = text;
  };

  const keep = (last = false) => {
    clearTimeout(timer);
    if (changed && !leaving) flight = send(last);
    return flight;
  };

  const send = async (last) => {
    changed = false;
    sending?.abort();
    sending = new AbortController();
    try {
      const reply = await fetch(form.dataset.draft, {
        method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: last, redirect: "error",
        signal: last ? undefined : sending.signal,
      });
      if (!reply.ok) changed = true;
      if (!leaving) say(reply.ok ? "saved" : "waiting", reply.ok ? status.dataset.kept : status.dataset.lost);
    } catch (error) {
      if (error.name === "AbortError") return;
      changed = true;
      if (!leaving) say("waiting", status.dataset.lost);
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.name === "find") return;
    changed = typed = true;
    clearTimeout(timer);
    timer = setTimeout(() => keep(), PAUSE);
  });
  document.addEventListener("visibilitychange", () => document.hidden && keep(true));
  kept = {
    page: () => typed && `${form.elements.form_path.value.split("?")[0]}?draft=${form.elements.client_id.value}`,
    now: () => keep(),
    goOn: () => {
      leaving = false;
      changed = typed;
    },
  };

  // One save a page, however often the button is tapped; the server would make one record of two anyway.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "step") return;
    if (leaving) {
      event.preventDefault();
      return;
    }
    leaving = true;
    clearTimeout(timer);
    sending?.abort();
    say("saved", status.dataset.saving);
  });
  addEventListener("pageshow", () => (leaving = false));
}
