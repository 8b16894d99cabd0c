// What goes between the texts of this window and the server: what it is known to have of them, what is on its way, and the news.

import { ChangeSet, type EditorState } from "@codemirror/state";
import type { Clash, Outline, Safety } from "./happenings";
import { Keeper, type Sent } from "./keeper";
import { difference } from "./lines";
import { News } from "./news";
import { Numbers } from "./numbers";
import { windowName } from "./presence";
import { Rescue, type Edited, type Taken } from "./rescue";
import { get, post, Refused, type Finding } from "./server";
import { Texts } from "./texts";
import type { Deed } from "./undoing";

/** A text on its way, and what was written since. */
interface Flight extends Sent {
  since: ChangeSet;
}

/** What the server has told of a file meanwhile; no text where it is gone. */
interface Told {
  text: string | undefined;
  version: number;
}

/** Between two attempts to reach a server that did not answer, ms. */
const AGAIN = 1500;
/** Said of a text itself: it would be refused again. */
const FOR_GOOD = [400, 404, 413];
/** After which a server that has not acknowledged a text is said not to answer, ms. */
const SLOW = 5000;

/** Its texts, and what goes between them and the server. */
export class Issue extends Texts {
  readonly window = windowName;
  findings: Finding[] = [];
  broken: Finding[] = [];
  safety: Safety = { state: "saved", why: "", version: 0 };
  private readonly known = new Map<string, string>();
  /** What the server is known to have of a text that outlives it; another than `known` where its disk is full. */
  private readonly kept = new Map<string, string>();
  private readonly versions = new Map<string, number>();
  private readonly flights = new Map<string, Flight>();
  private readonly late = new Map<string, Told>();
  /** Texts of which people are asked how they are to stand. */
  private readonly paused = new Map<string, Flight>();
  private readonly numbers = new Numbers();
  /** Why the server does not take a text. */
  private readonly refused = new Map<string, string>();
  private readonly keeper: Keeper;
  private readonly left: Rescue;
  /** Files with something that the server has not acknowledged. */
  private readonly unsent = new Set<string>();
  /** Whether what it has not got is on the browser's disk. */
  private keeps = true;
  private readonly news: News;
  private away = false;
  /** The server knows this window no more: it was started anew. */
  private locked = false;

  constructor(
    name: string,
    private readonly fresh: (text: string, file: string) => EditorState,
  ) {
    super(name);
    this.keeper = new Keeper(name, this.window, (keeps) => {
      if (keeps === this.keeps) return;
      this.keeps = keeps;
      this.tellSafety();
    });
    this.left = new Rescue(this.path, this.keeper, {
      came: (file, text, version) => this.came(file, text, version),
      asked: (clash, settle) => this.tell("clash", { clash, local: true, settle }),
      brought: (files) => this.tell("restored", files),
    });
    this.news = new News(
      `${this.path}/news`,
      this.window,
      (kind, said) => this.hear(kind, said),
      () => {
        this.safety = { ...this.safety, state: "waiting" }; // what it said was of that connection
        this.gone();
      },
    );
  }

  async open(): Promise<void> {
    const said = await get<{ texts: Record<string, string>; versions: Record<string, number>; outline: Outline; restored: string[] }>(
      this.path,
    );
    for (const [file, text] of Object.entries(said.texts)) this.add(file, text, said.versions[file] ?? 1);
    this.outline = said.outline;
    if (said.restored.length) this.tell("restored", said.restored);
  }

  /** From now on it is told what happens. */
  begin(): void {
    this.news.begin();
    document.addEventListener("visibilitychange", () => this.visible());
    window.addEventListener("pagehide", () => this.news.end());
    window.addEventListener("beforeunload", (event) => {
      if (this.unsent.size && !this.keeps) event.preventDefault(); // it is nowhere but here
    });
    window.addEventListener("pageshow", (event) => event.persisted && !document.hidden && this.news.begin());
  }

  // --- texts

  /** Something is done to the issue as a whole, which can be undone. */
  async act<T>(where: string, asked: unknown): Promise<T> {
    const said = await post<T & { deed?: Deed }>(`${this.path}/${where}`, asked);
    if (said.deed) this.tell("did", said.deed);
    return said;
  }

  /** A text was changed here, by hand or otherwise. */
  changed(file: string, changes: ChangeSet): void {
    const flight = this.flights.get(file) ?? this.paused.get(file);
    if (flight) flight.since = flight.since.compose(changes);
    this.tell("text", file);
    if (!this.unsent.has(file)) {
      this.unsent.add(file);
      this.tellSafety();
    }
    void this.push(file);
  }

  /** Send the server what it has not got; one request at a time for each file, the newest text. */
  async push(file: string): Promise<void> {
    if (!this.known.has(file) || (this.view?.composing && file === this.current)) return;
    const sent = this.textOf(file);
    const was = this.known.get(file)!;
    const kept = this.kept.get(file) ?? was;
    if (this.flights.has(file) || this.paused.has(file)) return this.remember(file, sent, kept); // the answer may never come
    if (sent === was) {
      this.refused.delete(file);
      if (this.unsent.delete(file)) this.tellSafety();
      if (kept === was) this.keeper.forget(file);
      else this.remember(file, sent, kept); // the server has it, and cannot write it anywhere: it is sent again when that is over
      return this.catchUp(file);
    }
    this.remember(file, sent, kept);
    this.flights.set(file, { ...this.numbers.of(file, sent), since: ChangeSet.empty(sent.length) });
    const slow = setTimeout(() => this.gone(), SLOW);
    let said: Edited;
    try {
      said = await this.send(file);
    } catch (error) {
      return this.unheard(file, error);
    } finally {
      clearTimeout(slow);
    }
    const flight = this.flights.get(file)!;
    this.flights.delete(file);
    this.numbers.answered(file);
    this.refused.delete(file);
    this.versions.set(file, said.version);
    this.back();
    if (said.gone) {
      this.known.set(file, flight.text);
      return this.went(file, said.version);
    }
    if (said.clash) return this.collided(file, flight, said, said.clash);
    this.stands(file, said);
    const incoming = difference(flight.text, said.text);
    if (incoming.length) this.change(file, ChangeSet.of(incoming, flight.text.length).map(flight.since), false);
    this.catchUp(file);
    await this.push(file);
  }

  private stands(file: string, said: Edited): void {
    this.known.set(file, said.text);
    if (said.kept) this.kept.set(file, said.text);
  }

  /** What is written since a text that was taken is a change of that one, whether or not that was ever said. */
  private async send(file: string): Promise<Edited> {
    const before = this.numbers.unanswered(file);
    if (before.length) {
      const { number, kept } = await post<Taken>(`${this.path}/taken`, { file, window: this.window });
      const taken = before.find((each) => each.number === number);
      if (taken) this.known.set(file, taken.text);
      if (taken && kept) this.kept.set(file, taken.text);
      this.numbers.answered(file);
    }
    const { text, number } = this.flights.get(file)!;
    return post<Edited>(`${this.path}/edit`, { file, text, was: this.known.get(file)!, window: this.window, number });
  }

  /** There was no answer, or none that takes it. */
  private unheard(file: string, error: unknown): void {
    const { text, number } = this.flights.get(file)!;
    this.flights.delete(file);
    this.late.delete(file); // the server joins both the next time
    const status = error instanceof Refused ? error.status : 0;
    if (FOR_GOOD.includes(status)) {
      this.back();
      this.refused.set(file, (error as Refused).message.replace(/。$/, ""));
      this.tellSafety();
      if (this.textOf(file) !== text) void this.push(file);
      return;
    }
    this.numbers.lost(file, { text, number });
    this.locked = status === 401;
    this.gone();
    setTimeout(() => void this.push(file), AGAIN);
  }

  /** What was told while a text was on its way, or being composed. */
  private catchUp(file: string): void {
    const late = this.late.get(file);
    this.late.delete(file);
    if (late?.text !== undefined) this.came(file, late.text, late.version);
    else if (late && late.version > (this.versions.get(file) ?? 0)) this.went(file, late.version);
  }

  /** With another window: nothing is sent of the file until people have said which is to stand. */
  private collided(file: string, flight: Flight, theirs: Edited, clash: Clash): void {
    this.paused.set(file, flight);
    this.tell("clash", {
      clash,
      local: true,
      settle: async (text) => {
        this.paused.delete(file);
        if (!this.known.has(file)) return;
        this.stands(file, theirs);
        this.change(file, ChangeSet.of(difference(flight.text, text), flight.text.length).map(flight.since));
        await this.push(file);
      },
    });
  }

  /** Everything is with the server when this is done. Throws Refused for a text that it does not take. */
  async settled(): Promise<void> {
    while (this.flights.size || this.files.some((file) => this.textOf(file) !== this.known.get(file))) {
      for (const [file, why] of this.refused) throw new Refused(0, `“${this.called(file)}”没有保存：${why}。`);
      for (const file of this.files) void this.push(file);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  private add(file: string, text: string, version: number): void {
    this.states.set(file, this.fresh(text, file));
    this.known.set(file, text);
    this.kept.set(file, text);
    this.versions.set(file, version);
  }

  /** The server's text of a file, changed by another window, the disk or the desk. */
  private came(file: string, text: string, version: number): void {
    if (!this.states.has(file)) {
      this.add(file, text, version);
      return;
    }
    if (version <= (this.versions.get(file) ?? 0)) return;
    const here = this.textOf(file);
    const composing = this.view?.composing && file === this.current;
    if (this.flights.has(file) || this.paused.has(file) || composing) this.late.set(file, { text, version });
    else if (here !== this.known.get(file)) void this.push(file); // the server joins both
    else {
      if (this.kept.get(file) === this.known.get(file)) this.kept.set(file, text);
      this.known.set(file, text);
      this.versions.set(file, version);
      this.change(file, difference(here, text), false);
    }
  }

  /** Somebody took the file away. What was written here and nowhere else is not lost with it: the server has it come back. */
  private went(file: string, version: number): void {
    if (this.flights.has(file)) this.late.set(file, { text: undefined, version });
    else if (this.known.has(file) && this.textOf(file) !== this.known.get(file)) void this.push(file);
    else this.drop(file);
  }

  // --- what is not with the server yet is kept by the browser

  private remember(file: string, text: string, was: string): void {
    const { number } = this.numbers.of(file, text);
    const flight = this.flights.get(file);
    const unanswered = [...this.numbers.unanswered(file), ...(flight ? [{ text: flight.text, number: flight.number }] : [])];
    this.keeper.keep(file, { text, number, was, unanswered });
  }

  /** A browser that was killed has what it kept some seconds before. */
  rescue(): Promise<void> {
    return this.left.run();
  }

  // --- news

  private visible(): void {
    if (document.hidden) this.news.end(); // nobody sees it
    else if (!this.news.open) this.news.begin();
  }

  private hear(kind: string, told: unknown): void {
    const said = told as never;
    if (kind === "texts") this.begun(said);
    else if (kind === "text") this.wrote(said);
    else if (kind === "gone") this.went((said as { file: string }).file, (said as { version: number }).version);
    else if (kind === "clash") this.clashed(said);
    else if (kind === "safety") this.judged(said);
    else {
      if (kind === "findings") this.findings = said;
      if (kind === "broken") this.broken = said;
      if (kind === "outline") this.outline = said;
      this.tell(kind as "pages" | "faces" | "step" | "findings" | "broken" | "outline" | "overwritten", said);
    }
  }

  private wrote(said: { file: string; text: string; version: number; window: string }): void {
    if (said.window !== this.window) this.came(said.file, said.text, said.version);
  }

  private begun(said: { texts: Record<string, string>; versions: Record<string, number>; version: number }): void {
    this.late.clear();
    for (const [file, text] of Object.entries(said.texts)) {
      if (this.kept.has(file)) this.known.set(file, this.kept.get(file)!); // it may be another server by now
      this.versions.set(file, (said.versions[file] ?? 1) - 1);
      this.came(file, text, said.versions[file] ?? 1);
    }
    for (const file of this.files) if (!(file in said.texts)) this.went(file, said.version);
    this.back();
    this.tell("files", undefined);
    void this.rescue();
  }

  private clashed(clash: Clash): void {
    this.tell("clash", {
      clash,
      local: false,
      settle: async (text) => {
        await this.settled();
        await post(`${this.path}/settle`, { file: clash.file, text }).catch((error: unknown) => {
          if (!(error instanceof Refused && error.status === 404)) throw error; // another window was quicker
        });
      },
    });
  }

  private drop(file: string): void {
    for (const each of [this.states, this.known, this.kept, this.versions, this.unsent, this.refused, this.late]) each.delete(file);
    this.keeper.forget(file);
    this.tell("files", undefined);
  }

  private judged(safety: Safety): void {
    this.safety = safety;
    if (safety.state === "saved") {
      for (const [file, text] of this.known) {
        if (this.kept.get(file) === text || this.flights.has(file) || this.versions.get(file)! > safety.version) continue;
        this.kept.set(file, text);
        if (this.textOf(file) === text) this.keeper.forget(file);
      }
    }
    this.tellSafety();
  }

  /** What the server says is of what it has had. */
  private tellSafety(): void {
    const { safety } = this;
    const [refused] = this.refused.values();
    const newer = this.unsent.size > 0 || [...this.versions.values()].some((version) => version > safety.version);
    if (this.away) this.tell("safety", { ...safety, state: "away", why: !this.keeps && this.unsent.size ? "unkept" : this.locked ? "locked" : "" });
    else if (refused !== undefined) this.tell("safety", { ...safety, state: "refused", why: refused });
    else this.tell("safety", safety.state === "saved" && newer ? { ...safety, state: "waiting" } : safety);
  }

  private gone(): void {
    this.away = true;
    this.tellSafety();
  }

  private back(): void {
    this.locked = false;
    if (!this.away) return;
    this.away = false;
    this.tellSafety();
    for (const file of this.files) void this.push(file);
  }
}
