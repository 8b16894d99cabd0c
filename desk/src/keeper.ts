/** What the server has not got yet, on the browser's disk: in IndexedDB, which writes it down at once when asked to. localStorage
 *  is written when the browser likes, minutes later after much typing, and not at all when it is killed before. */

export interface Kept {
  text: string;
  /** What the server was known to have. */
  was: string;
  /** What was sent to it without an answer. */
  unanswered: string[];
}

/** What a window has left behind. */
export interface Left extends Kept {
  window: string;
  /** When it was kept, ms; they are ordered by it, and nothing else. */
  at: number;
}

const TEXTS = "texts";
/** A disk that does not answer is none, ms: nobody waits for it to see an issue. */
const PATIENCE = 2000;
/** What this tab was called before it was loaded anew. */
const EARLIER = "briefing window";

/** The texts of an issue, of each window apart: two that write in one report keep what each has written. */
export class Keeper {
  private readonly opened: Promise<IDBDatabase | undefined>;
  private readonly earlier: string;

  constructor(
    private readonly issue: string,
    private readonly window: string,
  ) {
    this.opened = Promise.race([opened(), new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined))]);
    this.earlier = renamed(window);
    holdWhileAlive(lockOf(window));
  }

  /** Whether it is on the disk. A browser may keep nothing for anybody, or have no room. */
  async keep(file: string, kept: Kept): Promise<boolean> {
    return this.change((store) => store.put({ ...kept, window: this.window, at: Date.now() } satisfies Left, [this.issue, file, this.window]));
  }

  async forget(file: string, window = this.window): Promise<void> {
    await this.change((store) => store.delete([this.issue, file, window]));
  }

  /** What windows have left that are gone, the oldest first; what one that lives has not sent, it will send itself. */
  async left(file: string): Promise<Left[]> {
    try {
      const store = (await this.opened)?.transaction(TEXTS).objectStore(TEXTS);
      if (!store) return [];
      const found = await new Promise<Left[]>((resolve) => {
        const asked = store.getAll(IDBKeyRange.bound([this.issue, file], [this.issue, file, []])) as IDBRequest<Left[]>;
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => resolve([]);
      });
      const alive = found.length ? await locks() : new Set<string>();
      return found.filter((each) => each.window === this.earlier || !alive.has(lockOf(each.window))).sort((one, other) => one.at - other.at);
    } catch {
      return []; // it was cleared away meanwhile
    }
  }

  private async change(how: (store: IDBObjectStore) => void): Promise<boolean> {
    try {
      const transaction = (await this.opened)?.transaction(TEXTS, "readwrite", { durability: "strict" });
      if (!transaction) return false;
      how(transaction.objectStore(TEXTS));
      return await new Promise((resolve) => {
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
    } catch {
      return false; // full or forbidden
    }
  }
}

function opened(): Promise<IDBDatabase | undefined> {
  return new Promise((resolve) => {
    try {
      const opening = indexedDB.open("briefing", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(TEXTS);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
}

function renamed(window: string): string {
  try {
    const earlier = sessionStorage.getItem(EARLIER) ?? "";
    sessionStorage.setItem(EARLIER, window);
    return earlier;
  } catch {
    return "";
  }
}

function lockOf(window: string): string {
  return `briefing ${window}`;
}

/** A browser lets go of it with the window, however that ends. Not every browser has locks for every address: then all are gone. */
function holdWhileAlive(name: string): void {
  void navigator.locks?.request(name, () => new Promise((resolve) => window.addEventListener("pagehide", resolve))).catch(() => undefined);
}

async function locks(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query().catch(() => undefined)) ?? {};
  return new Set(held.map((each) => each.name ?? ""));
}
