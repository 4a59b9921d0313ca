// The envelope, format 1 (docs/decisions/0015): sealed for the server. The tablet cannot open what it has sealed.
const FORMAT = 1;
const PART = 8192; // bytes turned into text at once: more would not fit on the stack
const SECRET = { name: "AES-GCM", length: 256 };
const WRAP = { name: "RSA-OAEP", hash: "SHA-256" };

export const utf8 = (text) => new TextEncoder().encode(text);

export function base64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += PART) text += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(text);
}

// The tablet's time with its offset, as 2026-11-24T10:47:12.345+00:00.
export function stamp(moment = new Date()) {
  const offset = -moment.getTimezoneOffset();
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
  return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
}

function serverKey({ kty, n, e }) {
  return crypto.subtle.importKey("jwk", { kty, n, e, alg: "RSA-OAEP-256", ext: true }, WRAP, false, ["encrypt"]);
}

// Seals `pairs` for the server's `key` ({id, jwk}); the facts of the envelope stay readable, and cannot be changed.
export async function seal({ client_id, what, kind, path, author, sequence }, pairs, key) {
  const made_at = stamp();
  const facts = { format: FORMAT, client_id, what, kind, path, author, made_at, sequence };
  const secret = await crypto.subtle.generateKey(SECRET, true, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = utf8(JSON.stringify(Object.values(facts)));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData }, secret, utf8(JSON.stringify({ pairs })),
  );
  const raw = await crypto.subtle.exportKey("raw", secret);
  const wrapped = await crypto.subtle.encrypt(WRAP, await serverKey(key.jwk), raw);
  return { ...facts, key: key.id, wrapped: base64(wrapped), iv: base64(iv), sealed: base64(sealed) };
}
