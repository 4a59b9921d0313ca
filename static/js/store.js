// The tablet's own store. What stands in it is sealed or encrypted, or says nothing about anybody.
const NAME = "alongside";
const LAYOUT = 1;
const PATIENCE = 5000; // ms
let opening = null;

// outbox, held: {client_id, school, envelope}, with `failed` (the server's status) and `received_at`. drafts: the same,
// with `local` for who typed it. state: what there is one of.
function lay(database) {
  const [outbox] = ["outbox", "held", "drafts"].map((name) => database.createObjectStore(name, { keyPath: "client_id" }));
  outbox.createIndex("failed", "failed");
  database.createObjectStore("state");
}

function database() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, LAYOUT);
    asked.onupgradeneeded = () => lay(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const found = asked.result;
      const forget = () => (opening = null);
      found.onclose = forget;
      found.onversionchange = () => {
        found.close();
        forget();
      };
      resolve(found);
    };
  }).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

// A store that does not answer is none: what waits for it would wait for good.
const inTime = (work) =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new DOMException("The tablet's store does not answer", "TimeoutError")), PATIENCE);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });

// For what the page can do without: the next page tries again.
export const unlessStuck = (error) => {
  if (error.name !== "TimeoutError") throw error;
};

async function transact(names, mode, work) {
  const transaction = (await inTime(database())).transaction(names, mode, { durability: "strict" });
  const ended = new Promise((resolve, reject) => {
    let request = null;
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("Not kept", "AbortError"));
    try {
      request = work(...[names].flat().map((name) => transaction.objectStore(name)));
    } catch (error) {
      transaction.abort();
      reject(error);
    }
  });
  return inTime(ended).catch((error) => {
    if (error.name === "TimeoutError") transaction.abort();
    throw error;
  });
}

// `work` is given the named stores, all or nothing; what the request that it returns has found, once it is on the disk.
// Rejects where there is no room (QuotaExceededError), or no store.
export const change = (names, work) => transact(names, "readwrite", work);
export const look = (name, work) => transact(name, "readonly", work);

export const get = (name, key) => look(name, (store) => store.get(key));
export const all = (name) => look(name, (store) => store.getAll());
export const put = (name, value, key) => change(name, (store) => store.put(value, key));
export const remove = (name, key) => change(name, (store) => store.delete(key));

// The next number of the outbox: it rises for as long as the store lives, whatever the clock does.
export async function nextNumber() {
  let number = 0;
  await change("state", (store) => {
    store.get("sequence").onsuccess = ({ target }) => {
      number = (target.result ?? 0) + 1;
      store.put(number, "sequence");
    };
  });
  return number;
}
