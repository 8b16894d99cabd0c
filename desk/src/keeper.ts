/** What the server has not got yet, on the browser's disk: in IndexedDB, which writes it down at once when asked to. localStorage
 *  is written when the browser likes, minutes later after much typing, and not at all when it is killed before. */

/** A text of a file as it is sent; each has a number, one more than the one before. */
export interface Sent {
  number: number;
  text: string;
}

export interface Kept extends Sent {
  /** What the server was known to have. */
  was: string;
  /** What was sent to it without an answer. */
  unanswered: Sent[];
}

/** What a window has left behind. */
export interface Left extends Kept {
  file: string;
  window: string;
  /** When it was kept, ms; they are ordered by it, and nothing else. */
  at: number;
}

const TEXTS = "texts";
/** After which a disk that has not answered is said to keep nothing, ms: until it does, all the same. */
const PATIENCE = 2000;
/** The window that this tab had, and that has gone: it need not be waited for. A tab that is doubled is given what the tab had noted,
 *  and its window lives: hence it is noted when the window goes. */
const EARLIER = "briefing window";

/** The texts of an issue, of each window apart: two that write in one report keep what each has written. */
export class Keeper {
  private came = false;
  private late: ReturnType<typeof setTimeout> | undefined;
  /** Undefined where the browser keeps nothing; it may be long in coming, or never come. */
  private readonly opened: Promise<IDBDatabase | undefined>;
  /** What is to be kept as soon as it has come. */
  private readonly waiting = new Map<string, Kept>();
  private readonly earlier: string;

  constructor(
    private readonly issue: string,
    private readonly window: string,
    /** Hears whether what was handed over is on the browser's disk. */
    private readonly told: (keeps: boolean) => void,
  ) {
    this.opened = opened().then((store) => {
      this.came = true;
      clearTimeout(this.late);
      for (const [file, kept] of this.waiting) this.keep(file, kept);
      this.waiting.clear();
      return store;
    });
    this.earlier = noted(null);
    addEventListener("pagehide", () => noted(window));
    addEventListener("pageshow", (event) => event.persisted && noted(null) === window && holdWhileAlive(lockOf(window)));
    holdWhileAlive(lockOf(window));
  }

  /** A browser may keep nothing for anybody, or have no room. */
  keep(file: string, kept: Kept): void {
    if (!this.came) {
      this.waiting.set(file, kept);
      this.late ??= setTimeout(() => this.told(false), PATIENCE);
      return;
    }
    const late = setTimeout(() => this.told(false), PATIENCE);
    void this.change((store) => store.put({ ...kept, at: Date.now() }, [this.issue, file, this.window])).then((keeps) => {
      clearTimeout(late);
      this.told(keeps);
    });
  }

  forget(file: string): void {
    this.waiting.delete(file);
    if (this.came) void this.change((store) => store.delete([this.issue, file, this.window]));
  }

  /** What a window has left is with the server: unless it lives, after all, and has kept something newer. */
  async delivered(left: Left): Promise<void> {
    const key = [this.issue, left.file, left.window];
    await this.change((store) => {
      const asked = store.get(key) as IDBRequest<Kept | undefined>;
      asked.onsuccess = () => asked.result && (asked.result.number ?? 0) <= left.number && store.delete(key);
    });
  }

  /** What windows have left that are gone, the oldest first; what one that lives has not sent, it will send itself. */
  async left(): Promise<Left[]> {
    try {
      const store = (await this.opened)?.transaction(TEXTS).objectStore(TEXTS);
      if (!store) return [];
      const range = IDBKeyRange.bound([this.issue], [this.issue, []]);
      const [keys, found] = await Promise.all([all(store.getAllKeys(range)), all(store.getAll(range))]);
      const alive = found.length ? await locks() : new Set<string>();
      return found
        .map((each, index): Left => ({ number: 1, ...each, file: keys[index][1], window: keys[index][2] })) // earlier desks had no numbers
        .filter((each) => each.window !== this.window && (each.window === this.earlier || !alive.has(lockOf(each.window))))
        .sort((one, other) => one.at - other.at);
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

function all(asked: IDBRequest<any[]>): Promise<any[]> {
  return new Promise((resolve) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve([]);
  });
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

/** What was noted before; from now on it is `name`, or nothing. */
function noted(name: string | null): string {
  try {
    const before = sessionStorage.getItem(EARLIER) ?? "";
    if (name === null) sessionStorage.removeItem(EARLIER);
    else sessionStorage.setItem(EARLIER, name);
    return before;
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
