// Whether this browser can do without signal; and where it cannot, why.
import { all } from "./store.js";

const NOT_KEPT = "Without signal nothing can be kept here: ";
const CURE = "Everything works with signal. Ask whoever looks after Alongside.";
const NOT_SECURE = `${NOT_KEPT}this address is not secure (https). ${CURE}`;
const KEEPS_NOTHING = `${NOT_KEPT}this window keeps nothing, as private windows do. Open Alongside in an ordinary one.`;
const OPENS_NOTHING = `Without signal no page opens here: this browser, or a private window, keeps none. ${CURE}`;

// Without HTTPS a browser gives none of it away; then everything works with signal, as before.
export const isAble = () => isSecureContext && "locks" in navigator && "indexedDB" in self;

export const canRead = () => all("outbox").then(() => true, () => false);

// Why nothing can be kept without signal; empty where it can.
export async function whyNotKept() {
  if (!isSecureContext) return NOT_SECURE;
  return isAble() && (await canRead()) ? "" : KEEPS_NOTHING;
}

// Says in `notice` what is off without signal, and why; nothing where nothing is.
export async function sayOff(notice) {
  const why = (await whyNotKept()) || ("serviceWorker" in navigator ? "" : OPENS_NOTHING);
  notice.hidden = !why;
  notice.querySelector("span").textContent = why;
}
