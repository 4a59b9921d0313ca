// How long this tablet waits for the server.
export const PATIENCE = 3000; // ms: longer is the same as no signal

export const signal = (ms = PATIENCE) => AbortSignal.timeout(ms);

// Whether the server answers at all.
export async function answers(url) {
  try {
    await fetch(url, { method: "POST", headers: { Accept: "text/plain" }, redirect: "error", signal: signal() });
    return true;
  } catch {
    return false;
  }
}
