// The tablet's own store. What stands in it is sealed or encrypted, or says nothing about anybody.
const NAME = "alongside";
const LAYOUT = 1;
let opening = null;
let isPutBy = false;
const unfinished = new Set(); // transactions

// WebKit puts a page that is left by as it is: what it had begun here would hold up every page after it, for good.
addEventListener("pagehide", ({ persisted }) => {
  isPutBy = persisted;
  if (persisted) for (const one of unfinished) one.abort();
});
addEventListener("pageshow", () => (isPutBy = false));

function watch(transaction) {
  unfinished.add(transaction);
  for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => unfinished.delete(transaction));
  return transaction;
}

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
    asked.onupgradeneeded = () => {
      watch(asked.transaction);
      lay(asked.result);
    };
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

async function transact(names, mode, work) {
  const opened = await database();
  if (isPutBy) throw new DOMException("Put by", "AbortError");
  return new Promise((resolve, reject) => {
    const transaction = watch(opened.transaction(names, mode, { durability: "strict" }));
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
