/** What the server has not got yet, on the browser's disk: in IndexedDB, which writes it down at once when asked to. localStorage
 *  is written when the browser likes, minutes later after much typing, and not at all when it is killed before. */

export interface Kept {
  text: string;
  /** What the server was known to have. */
  was: string;
}

const TEXTS = "texts";

/** Where a browser keeps nothing for anybody, this does not either: the server's journal is the first keeper. */
export class Keeper {
  private readonly opened = new Promise<IDBDatabase | undefined>((resolve) => {
    try {
      const opening = indexedDB.open("briefing", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(TEXTS);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });

  keep(key: string, kept: Kept): void {
    void this.change((store) => store.put(kept, key));
  }

  forget(key: string): void {
    void this.change((store) => store.delete(key));
  }

  async kept(key: string): Promise<Kept | undefined> {
    const store = (await this.opened)?.transaction(TEXTS).objectStore(TEXTS);
    if (!store) return undefined;
    return new Promise((resolve) => {
      const asked = store.get(key) as IDBRequest<Kept | undefined>;
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(undefined);
    });
  }

  private async change(how: (store: IDBObjectStore) => void): Promise<void> {
    try {
      const transaction = (await this.opened)?.transaction(TEXTS, "readwrite", { durability: "strict" });
      if (transaction) how(transaction.objectStore(TEXTS));
    } catch {
      // full or forbidden
    }
  }
}
