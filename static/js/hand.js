// Handing the tablet to the pupil: only where the server answers, so that no dead line takes the words away.
import { answers, stopDraft } from "./app.js";

const NO_SIGNAL = "There is no signal, so the tablet cannot be handed over now. Your words are still here.";

export function handsOver(form) {
  let isOn = false;
  addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (event.target !== form || !button?.matches("[data-hands]") || isOn) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const fault = form.querySelector("[data-hands-fault]");
    fault.textContent = "";
    isOn = await answers("/lock/uses");
    if (!isOn) return (fault.textContent = NO_SIGNAL);
    await stopDraft();
    form.requestSubmit(button);
  }, true);
}
