// Who is at this tablet, and the key to what it shows to nobody else: the roster, and drafts that come back without
// signal. While it is locked that key is not here, only a copy of it under the PIN.
import { utf8 } from "./sealing.js";
import { all, change, get, put } from "./store.js";
import { signal } from "./wire.js";

const LONGEST = 12 * 3600 * 1000; // ms that anything of it is kept
const ROSTER_EVERY = 30 * 60 * 1000;
const TRIES = 5;
const ROUNDS = 600_000;
const GCM = "AES-GCM";

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const DRIFT = 60_000; // ms that a clock may be put right by; one put back further is no proof
const isWithin = (since, span) => Date.now() - since > -DRIFT && Date.now() - since < span;

// Who was last signed in here: {author, school, login, locked}; null after sign-out, or after 12 hours.
export async function me() {
  const vault = await current();
  return vault && { author: vault.author, school: vault.school, login: vault.login, locked: !vault.key };
}

// The names of the picker, as the server gave them; null while the tablet is locked, or where they are too old.
export async function roster() {
  const [vault, kept] = [await current(), await get("state", "roster")];
  if (!vault?.key || !kept || !isWithin(kept.at, kept.span)) return null;
  const names = await open(vault.key, kept.names);
  return names && JSON.parse(names);
}

// The vault as it stands, closed where nobody used the tablet for longer than the lock's time.
async function current() {
  const vault = await get("state", "vault");
  if (!vault) return null;
  if (!isWithin(vault.made_at, LONGEST)) return forget().then(() => null);
  if (!vault.key || isWithin((await get("state", "used")) ?? 0, vault.seconds * 1000)) return vault;
  await closeVault();
  return { ...vault, key: null };
}

// A page of somebody who is signed in and not locked: `who` is {author, school, login, seconds until it locks}.
export async function begin(who) {
  await touch();
  const vault = await current();
  const same = vault && ["author", "school", "login"].every((name) => vault[name] === who[name]);
  if (same && vault.key) return;
  await forget();
  await put("state", { ...who, made_at: Date.now(), key: await usable(random(32)), copy: null, tries: 0 }, "vault");
  await touch();
}

// The tablet is in use.
export const touch = () => put("state", Date.now(), "used");

// All of it goes; what waits for the server stays, sealed.
export const forget = () =>
  change(["state", "drafts"], (state, drafts) => {
    for (const name of ["vault", "roster", "used"]) state.delete(name);
    dropLocal(drafts);
  });

const dropLocal = (drafts) => {
  drafts.openCursor().onsuccess = ({ target }) => {
    const cursor = target.result;
    if (!cursor) return;
    cursor.update({ ...cursor.value, local: null });
    cursor.continue();
  };
};

// The lock: the key goes. What only it could open goes with it, where no PIN will bring it back.
export const closeVault = () =>
  change(["state", "drafts"], (state, drafts) => {
    state.get("vault").onsuccess = ({ target }) => {
      const vault = target.result;
      if (!vault) return;
      state.put({ ...vault, key: null }, "vault");
      if (vault.copy) return;
      state.delete("roster");
      dropLocal(drafts);
    };
  });

// The PIN without signal: {opened: true}, or how many tries are `left`; 0 where there is nothing to open.
export async function openVault(pin) {
  let vault = null;
  await change("state", (state) => {
    state.get("vault").onsuccess = ({ target }) => {
      if (!target.result?.copy || !isWithin(target.result.made_at, LONGEST)) return;
      vault = { ...target.result, tries: target.result.tries + 1 };
      state.put(vault, "vault"); // counted before it is looked at
    };
  });
  if (!vault) return { opened: false, left: 0 };
  const secret = await unwrap(vault.copy, pin);
  if (secret) {
    await put("state", { ...vault, key: await usable(secret), tries: 0 }, "vault");
    await touch();
    return { opened: true };
  }
  if (vault.tries >= TRIES) await wipe();
  return { opened: false, left: Math.max(0, TRIES - vault.tries) };
}

const wipe = () =>
  change(["state", "drafts"], (state, drafts) => {
    state.get("vault").onsuccess = ({ target }) => state.put({ ...target.result, key: null, copy: null }, "vault");
    state.delete("roster");
    dropLocal(drafts);
  });

// The server said yes to this PIN: the vault opens with it, or where it never had one, begins anew under it.
export async function learnPin(pin) {
  const vault = await get("state", "vault");
  if (!vault) return;
  if (!vault.key && vault.copy && (await openVault(pin)).opened) return;
  const secret = random(32);
  const key = await usable(secret);
  const copy = await wrap(secret, pin);
  const moved = await rewritten(vault.key, key);
  await change(["state", "drafts"], (state, drafts) => {
    state.put({ ...vault, key, copy, tries: 0 }, "vault");
    state.put(Date.now(), "used");
    if (moved.roster) state.put(moved.roster, "roster");
    else state.delete("roster");
    for (const draft of moved.drafts) drafts.put(draft);
  });
}

// What the old key opens, under the new one.
async function rewritten(old, key) {
  const again = async (box) => {
    const words = old && box && (await open(old, box));
    return words ? close(key, words) : null;
  };
  const roster = await get("state", "roster");
  const names = await again(roster?.names);
  const drafts = [];
  for (const draft of await all("drafts")) drafts.push({ ...draft, local: await again(draft.local) });
  return { roster: names && { ...roster, names }, drafts };
}

// The password opened the lock: there is no PIN to take the old key out with.
export async function renewVault() {
  const vault = await get("state", "vault");
  if (vault && !vault.key) await forget().then(() => begin(vault));
}

// Words under the vault's key, and back; null while it is locked.
export async function conceal(words) {
  const vault = await current();
  return vault?.key ? close(vault.key, words) : null;
}

export async function reveal(box) {
  const vault = await current();
  return vault?.key && box ? open(vault.key, box) : null;
}

// The names of the picker, asked for again where they are older than half an hour, or came under a key that a PIN has
// taken the place of meanwhile.
export async function freshenRoster() {
  const [vault, kept] = [await current(), await get("state", "roster")];
  if (!vault?.key || (kept && isWithin(kept.at, ROSTER_EVERY) && (await open(vault.key, kept.names)))) return;
  try {
    const reply = await fetch("/rosters", {
      method: "POST", headers: { Accept: "application/json" }, redirect: "error", signal: signal(),
    });
    if (!reply.ok) return;
    const said = await reply.text();
    const span = Math.min(LONGEST, Date.parse(JSON.parse(said).until) - Date.parse(reply.headers.get("Date")));
    await put("state", { at: Date.now(), span, names: await close(vault.key, said) }, "roster");
  } catch {
    // No signal: what is here serves.
  }
}

const usable = (secret) => crypto.subtle.importKey("raw", secret, GCM, false, ["encrypt", "decrypt"]);

async function close(key, words) {
  const iv = random(12);
  return { iv, sealed: await crypto.subtle.encrypt({ name: GCM, iv }, key, utf8(words)) };
}

async function open(key, { iv, sealed }) {
  const plain = await crypto.subtle.decrypt({ name: GCM, iv }, key, sealed).catch(() => null);
  return plain && new TextDecoder().decode(plain);
}

// Twice: under the PIN, and under a key that this device does not give away, so that a copied disk is no place to guess.
async function wrap(secret, pin) {
  const [salt, iv, outer] = [random(16), random(12), random(12)];
  const inner = await crypto.subtle.encrypt({ name: GCM, iv }, await pinKey(pin, salt), secret);
  return { salt, iv, outer, sealed: await crypto.subtle.encrypt({ name: GCM, iv: outer }, await deviceKey(), inner) };
}

async function unwrap({ salt, iv, outer, sealed }, pin) {
  const inner = await crypto.subtle.decrypt({ name: GCM, iv: outer }, await deviceKey(), sealed).catch(() => null);
  return inner && crypto.subtle.decrypt({ name: GCM, iv }, await pinKey(pin, salt), inner).catch(() => null);
}

async function pinKey(pin, salt) {
  const typed = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, typed, { name: GCM, length: 256 }, false, ["encrypt", "decrypt"]);
}

async function deviceKey() {
  const kept = await get("state", "device");
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: GCM, length: 256 }, false, ["encrypt", "decrypt"]);
  await put("state", made, "device");
  return made;
}
