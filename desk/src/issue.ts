// The issue as this window has it: its texts, what the server is known to have of them, and the news.

import { isolateHistory, undoDepth } from "@codemirror/commands";
import { ChangeSet, EditorState, Transaction, type ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { Telling, type Clash, type Outline, type Report, type Safety } from "./happenings";
import { Keeper, type Left } from "./keeper";
import { difference } from "./lines";
import { News } from "./news";
import { windowName } from "./presence";
import { get, post, Refused, type Finding } from "./server";
import type { Deed } from "./undoing";

interface Flight {
  sent: string;
  since: ChangeSet;
}

interface Edited {
  text: string;
  version: number;
  /** Whether it outlives the server. */
  kept?: boolean;
  clash?: Clash;
}

export const SETTINGS = "issue.yaml";

/** Between two attempts to reach a server that did not answer, ms. */
const AGAIN = 1500;
/** So many texts without an answer are known for each file. */
const UNANSWERED = 12;
/** After which a server that has not acknowledged a text is said not to answer, ms. */
const SLOW = 5000;

export class Issue extends Telling {
  readonly window = windowName;
  readonly states = new Map<string, EditorState>();
  outline: Outline = { sections: [], attachments: [], drafts: [], title: "" };
  findings: Finding[] = [];
  broken: Finding[] = [];
  safety: Safety = { state: "saved", why: "" };
  current = "";
  view: EditorView | undefined;
  private readonly known = new Map<string, string>();
  /** What the server is known to have of a text that outlives it; another than `known` where its disk is full. */
  private readonly kept = new Map<string, string>();
  private readonly versions = new Map<string, number>();
  private readonly flights = new Map<string, Flight>();
  /** Texts that were sent since the last answer: the server may have one of them all the same. */
  private readonly unanswered = new Map<string, string[]>();
  private readonly late = new Map<string, { text: string; version: number }>();
  private readonly paused = new Set<string>();
  private readonly keeper: Keeper;
  /** Files with something that the server has not acknowledged. */
  private readonly unsent = new Set<string>();
  /** Whether what it has not got is on the browser's disk. */
  private keeps = true;
  private readonly news: News;
  private away = false;

  constructor(
    readonly name: string,
    private readonly fresh: (text: string, file: string) => EditorState,
  ) {
    super();
    this.keeper = new Keeper(name, this.window);
    this.news = new News(
      `${this.path}/news`,
      this.window,
      (kind, said) => this.hear(kind, said),
      () => this.gone(),
    );
  }

  get path(): string {
    return `/api/issue/${encodeURIComponent(this.name)}`;
  }

  /** What the desk had to bring back when it began. */
  async open(): Promise<string[]> {
    const said = await get<{ texts: Record<string, string>; versions: Record<string, number>; outline: Outline; restored: string[] }>(
      this.path,
    );
    for (const [file, text] of Object.entries(said.texts)) this.add(file, text, said.versions[file] ?? 1);
    this.outline = said.outline;
    return said.restored;
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

  get files(): string[] {
    return [...this.states.keys()];
  }

  get reports(): Report[] {
    return [...this.outline.sections.flatMap((each) => each.reports), ...this.outline.attachments, ...this.outline.drafts];
  }

  /** Reports of the issue in which nobody has written yet, where others are written. */
  get unwritten(): Report[] {
    const listed = this.outline.sections.flatMap((each) => each.reports);
    return listed.some((each) => !each.empty) ? listed.filter((each) => each.empty) : [];
  }

  /** What people call a file: by its title, as far as its first mark. */
  called(file: string): string {
    if (file === SETTINGS) return "本期设置";
    return (this.reports.find((each) => each.file === file)?.title || file).split(/[：　]/)[0]!;
  }

  stateOf(file: string): EditorState | undefined {
    return file === this.current && this.view ? this.view.state : this.states.get(file);
  }

  textOf(file: string): string {
    return this.stateOf(file)?.doc.toString() ?? "";
  }

  /** A change that nobody typed: it can be undone where `undone`. */
  change(file: string, changes: ChangeSpec, undone = true): void {
    const state = this.stateOf(file);
    if (!state) return;
    const transaction = state.update({
      changes,
      annotations: undone ? [Transaction.userEvent.of("input"), isolateHistory.of("full")] : Transaction.addToHistory.of(false),
    });
    if (transaction.changes.empty) return;
    if (file === this.current && this.view) this.view.dispatch(transaction);
    else {
      if (undone) this.tell("typed", { file, depth: undoDepth(state) });
      this.exchanged(file, transaction);
    }
  }

  /** A change of a text that is not shown. */
  exchanged(file: string, transaction: Transaction): void {
    this.states.set(file, transaction.state);
    this.changed(file, transaction.changes);
  }

  /** Something is done to the issue as a whole, which can be undone. */
  async act<T>(where: string, asked: unknown): Promise<T> {
    const said = await post<T & { deed?: Deed }>(`${this.path}/${where}`, asked);
    if (said.deed) this.tell("did", said.deed);
    return said;
  }

  /** A text was changed here, by hand or otherwise. */
  changed(file: string, changes: ChangeSet): void {
    const flight = this.flights.get(file);
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
    if (this.view?.composing && file === this.current) return;
    const sent = this.textOf(file);
    const was = this.known.get(file) ?? "";
    const kept = this.kept.get(file) ?? was;
    if (this.flights.has(file)) return this.remember(file, sent, kept); // the answer may never come
    if (this.paused.has(file)) return;
    if (sent === was && this.unsent.delete(file)) this.tellSafety();
    if (sent === was && kept === was) return this.forget(file);
    this.remember(file, sent, kept);
    if (sent === was) return; // the server has it, and cannot write it anywhere: it is sent again when that is over
    this.flights.set(file, { sent, since: ChangeSet.empty(sent.length) });
    let said: Edited;
    const slow = setTimeout(() => this.gone(), SLOW);
    try {
      const base = (await this.taken(file)) ?? was;
      said = await post<Edited>(`${this.path}/edit`, { file, text: sent, was: base, window: this.window });
    } catch (error) {
      this.flights.delete(file);
      this.unanswered.set(file, [...new Set([...(this.unanswered.get(file) ?? []), sent])].slice(-UNANSWERED));
      this.gone();
      setTimeout(() => void this.push(file), AGAIN);
      return;
    } finally {
      clearTimeout(slow);
    }
    const flight = this.flights.get(file)!;
    this.flights.delete(file);
    this.unanswered.delete(file);
    this.back();
    this.versions.set(file, said.version);
    if (said.clash) return this.collided(file, said.text, said.clash);
    this.known.set(file, said.text);
    if (said.kept !== false) this.kept.set(file, said.text);
    const incoming = difference(flight.sent, said.text);
    if (incoming.length) this.change(file, ChangeSet.of(incoming, flight.sent.length).map(flight.since), false);
    const late = this.late.get(file);
    this.late.delete(file);
    if (late) this.came(file, late.text, late.version);
    await this.push(file);
  }

  /** Which of the unanswered texts stands at the server: what is written since is a change of that one. */
  private async taken(file: string): Promise<string | undefined> {
    for (const text of [...(this.unanswered.get(file) ?? [])].reverse()) {
      if ((await post<{ stands: boolean }>(`${this.path}/heard`, { file, text })).stands) return text;
    }
    return undefined;
  }

  /** With another window: nothing is sent of the file until people have said which is to stand. */
  private collided(file: string, theirs: string, clash: Clash): void {
    this.paused.add(file);
    this.tell("clash", {
      clash,
      local: true,
      settle: async (text) => {
        this.known.set(file, theirs);
        this.paused.delete(file);
        this.change(file, difference(this.textOf(file), text));
        await this.push(file);
      },
    });
  }

  /** Everything is with the server when this is done. */
  async settled(): Promise<void> {
    while (this.flights.size || this.files.some((file) => this.textOf(file) !== this.known.get(file))) {
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
    if (this.flights.has(file)) {
      this.late.set(file, { text, version });
      return;
    }
    const here = this.textOf(file);
    if (here !== this.known.get(file) || this.view?.composing) {
      void this.push(file); // the server joins both
      return;
    }
    if (this.kept.get(file) === this.known.get(file)) this.kept.set(file, text);
    this.known.set(file, text);
    this.versions.set(file, version);
    this.change(file, difference(here, text), false);
  }

  // --- what is not with the server yet is kept by the browser

  private remember(file: string, text: string, was: string): void {
    const flight = this.flights.get(file);
    const unanswered = [...(this.unanswered.get(file) ?? []), ...(flight ? [flight.sent] : [])];
    void this.keeper.keep(file, { text, was, unanswered }).then((keeps) => {
      if (keeps === this.keeps) return;
      this.keeps = keeps;
      this.tellSafety();
    });
  }

  private forget(file: string): void {
    void this.keeper.forget(file);
  }

  /** A browser that was killed has what it kept some seconds before: what the server has heard is not told again. Which files had
   * something to be brought back. */
  async rescue(): Promise<string[]> {
    const found: string[] = [];
    for (const file of this.files) {
      for (const left of await this.keeper.left(file)) {
        if (this.textOf(file) !== this.known.get(file)) break; // the one before is not with the server yet: the next time
        if (!(await this.isKnown(file, left))) {
          found.push(file);
          await this.keeper.keep(file, left);
          this.known.set(file, left.was);
          this.kept.set(file, left.was);
          this.unanswered.set(file, left.unanswered);
          this.states.set(file, this.fresh(left.text, file));
          this.unsent.add(file);
          await this.push(file);
        }
        await this.keeper.forget(file, left.window);
      }
    }
    return found;
  }

  private async isKnown(file: string, left: Left): Promise<boolean> {
    if (left.text === this.textOf(file) || left.text === left.was) return true;
    return (await post<{ heard: boolean }>(`${this.path}/heard`, { file, text: left.text })).heard;
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
    else if (kind === "gone") {
      this.drop((said as { file: string }).file);
      this.tell("files", undefined);
    } else if (kind === "clash") this.clashed(said);
    else if (kind === "safety") this.judged(said);
    else {
      if (kind === "findings") this.findings = said;
      if (kind === "broken") this.broken = said;
      if (kind === "outline") this.outline = said;
      this.tell(kind as "pages" | "faces" | "step" | "findings" | "broken" | "outline", said);
    }
  }

  private wrote(said: { file: string; text: string; version: number; window: string }): void {
    if (said.window !== this.window) this.came(said.file, said.text, said.version);
  }

  private begun(said: { texts: Record<string, string>; versions: Record<string, number> }): void {
    for (const [file, text] of Object.entries(said.texts)) {
      if (this.kept.has(file)) this.known.set(file, this.kept.get(file)!); // it may be another server by now
      this.versions.set(file, (said.versions[file] ?? 1) - 1);
      this.came(file, text, said.versions[file] ?? 1);
    }
    for (const file of this.files) if (!(file in said.texts)) this.drop(file);
    this.back();
    this.tell("files", undefined);
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
    this.states.delete(file);
    this.known.delete(file);
    this.kept.delete(file);
    this.versions.delete(file);
    this.unsent.delete(file);
    this.forget(file);
  }

  private judged(safety: Safety): void {
    this.safety = safety;
    if (safety.state === "saved") {
      for (const [file, text] of this.known) {
        if (this.kept.get(file) === text || this.flights.has(file)) continue;
        this.kept.set(file, text);
        if (this.textOf(file) === text) this.forget(file);
      }
    }
    this.tellSafety();
  }

  /** What the server says is of what it has. */
  private tellSafety(): void {
    const { safety } = this;
    if (this.away) this.tell("safety", { state: "away", why: this.keeps || !this.unsent.size ? "" : "unkept" });
    else this.tell("safety", safety.state === "saved" && this.unsent.size ? { state: "waiting", why: "" } : safety);
  }

  private gone(): void {
    this.away = true;
    this.tellSafety();
  }

  private back(): void {
    if (!this.away) return;
    this.away = false;
    this.tellSafety();
    for (const file of this.files) void this.push(file);
  }
}
