// Asks a security key or phone, and puts its answer into the form. The one thing on these pages that needs scripts.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (mark) => mark.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
const WORDS = {
  NotAllowedError: "It was not confirmed in time, or was stopped. Try again.",
  InvalidStateError: "That key is set up already. Take another.",
  none: "This browser cannot use keys or phones here. Use codes from an app.",
  lost: "Alongside was not reached. Check the signal and try again.",
};

async function question(form) {
  const reply = await fetch(form.dataset.ask, { method: "POST", redirect: "error" });
  const options = await reply.json();
  if (!reply.ok) throw new Error(options.sentence);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const key of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) key.id = bytes(key.id);
  return options;
}

function answer(made) {
  const said = made.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  if (said.attestationObject) {
    response.attestationObject = text(said.attestationObject);
    response.transports = said.getTransports?.() ?? [];
  } else {
    response.authenticatorData = text(said.authenticatorData);
    response.signature = text(said.signature);
    response.userHandle = said.userHandle ? text(said.userHandle) : null;
  }
  return JSON.stringify({
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment ?? null,
    response,
  });
}

function say(form, sentence) {
  const line = form.querySelector("[role=alert]");
  line.querySelector("span").textContent = sentence;
  line.hidden = !sentence;
}

async function ask(form) {
  if (!window.PublicKeyCredential) return say(form, WORDS.none);
  const waiting = form.querySelector("[data-waiting]");
  say(form, "");
  waiting.hidden = false;
  try {
    const made = await navigator.credentials[form.dataset.key]({ publicKey: await question(form) });
    form.querySelector("[name=credential]").value = answer(made);
    form.submit();
  } catch (error) {
    say(form, WORDS[error.name] ?? (error instanceof TypeError ? WORDS.lost : error.message || WORDS.none));
  } finally {
    waiting.hidden = true;
  }
}

for (const form of document.querySelectorAll("form[data-key]"))
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
