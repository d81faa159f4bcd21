// Texts that are kept by the browser however large they are: what local storage has no room for
// lies in IndexedDB, and is read before the page is drawn, so that all of it is there at once.
const BASE = "fairlead";
const STORE = "large";
/** Stands in local storage for a text that lies elsewhere; what follows changes with the text. */
const ELSEWHERE = "\u0001elsewhere ";

const large = new Map<string, string>();
let last: Promise<unknown> = Promise.resolve();

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(BASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** Does something with the store, after what was asked for before. */
function work<T>(mode: IDBTransactionMode, does: (store: IDBObjectStore) => IDBRequest<T>) {
  const next = last
    .catch(() => {})
    .then(async () => {
      const base = await open();
      try {
        return await new Promise<T>((resolve, reject) => {
          const transaction = base.transaction(STORE, mode, { durability: "strict" });
          const request = does(transaction.objectStore(STORE));
          transaction.oncomplete = () => resolve(request.result);
          transaction.onabort = () => reject(transaction.error);
        });
      } finally {
        base.close();
      }
    });
  last = next;
  return next;
}

const isElsewhere = (text: string | null) => text?.startsWith(ELSEWHERE) ?? false;

async function fetchLarge(key: string) {
  const found = await work<unknown>("readonly", (store) => store.get(key)).catch(() => null);
  if (typeof found === "string") large.set(key, found);
}

/** Reads what lies elsewhere: to be waited for before anything else is read. */
export async function readLarge(): Promise<void> {
  const keys = Object.keys(localStorage).filter((key) => isElsewhere(localStorage.getItem(key)));
  await Promise.all(keys.map(fetchLarge));
}

/** The text under a key. */
export function keptText(key: string): string | null {
  const text = localStorage.getItem(key);
  return large.get(key) ?? (isElsewhere(text) ? null : text);
}

/** Keeps a text; `lost` is told where there is no room for it anywhere. */
export function keepText(key: string, text: string, lost: () => void) {
  const was = large.has(key) || isElsewhere(localStorage.getItem(key));
  try {
    localStorage.setItem(key, text);
    if (was) drop(key);
    return;
  } catch {
    // There is more room in the other place.
  }
  large.set(key, text);
  // Several texts in a row are written once: the last.
  work("readwrite", (store) => store.put(large.get(key) ?? text, key))
    .then(() => {
      // It may have become small again, or have been forgotten.
      if (large.has(key)) localStorage.setItem(key, `${ELSEWHERE}${Date.now()}`);
    })
    .catch(lost);
}

function drop(key: string) {
  large.delete(key);
  work("readwrite", (store) => store.delete(key)).catch(() => {});
}

/** Forgets the text under a key. */
export function forgetText(key: string) {
  if (isElsewhere(localStorage.getItem(key)) || large.has(key)) drop(key);
  localStorage.removeItem(key);
}

/** Hears of texts that another window has kept elsewhere, and tells once they are read. */
export function followLarge(changed: (key: string) => void) {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key && isElsewhere(newValue)) fetchLarge(key).then(() => changed(key));
  });
}
