// Undo across everything: what was typed, in whichever report, and what was done to the issue as a whole, in the order in which it came.
// What was typed is undone by the editor's history of that report; a deed by the server, which knows the texts before and after it.

import { redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import type { EditorState, Transaction } from "@codemirror/state";
import { failed } from "./dialog";
import type { Issue } from "./issue";
import { say } from "./saying";
import { post, Refused } from "./server";

/** What was done to the issue: its number with the server, and what it is called. */
export interface Deed {
  number: number;
  what: string;
}

/** Typed into one report, or changed at once in several: `depths` of their histories before, `many` undone in one go. */
interface Typed {
  depths: Map<string, number>;
  many: string;
}

type Step = Deed | Typed;
type Command = (target: { state: EditorState; dispatch: (transaction: Transaction) => void }) => boolean;

const isDeed = (step: Step): step is Deed => "number" in step;

export class Undoing {
  private done: Step[] = [];
  private undone: Step[] = [];
  private together: Typed | undefined;
  private moving = false;

  constructor(
    private readonly issue: Issue,
    private readonly open: (file: string) => boolean,
  ) {
    issue.on("typed", ({ file, depth }) => this.typed(file, depth));
    issue.on("did", (deed) => {
      this.done.push(deed);
      this.undone = [];
    });
  }

  /** Whatever `change` does to texts is undone in one go. */
  asOne<T>(what: string, change: () => T): T {
    this.together = { depths: new Map(), many: what };
    const came = change();
    if (this.together.depths.size) this.done.push(this.together);
    this.together = undefined;
    return came;
  }

  undo(): boolean {
    void this.move(this.done, this.undone, undo, undoDepth, "撤销了");
    return true;
  }

  redo(): boolean {
    void this.move(this.undone, this.done, redo, redoDepth, "重做了");
    return true;
  }

  private typed(file: string, depth: number): void {
    if (this.moving) return;
    this.undone = [];
    if (this.together) {
      if (!this.together.depths.has(file)) this.together.depths.set(file, depth);
      return;
    }
    const last = this.done.at(-1);
    if (last && !isDeed(last) && !last.many && last.depths.has(file)) return;
    this.done.push({ depths: new Map([[file, depth]]), many: "" });
  }

  /** The last step of `from`, over to `to`. */
  private async move(from: Step[], to: Step[], command: Command, depth: (state: EditorState) => number, said: string): Promise<void> {
    if (this.moving) return;
    this.moving = true;
    try {
      for (let step = from.at(-1); step; step = from.at(-1)) {
        if (isDeed(step)) {
          from.pop();
          await this.reversed(step, to, said);
          return;
        }
        if (this.moved(step, to, command, depth)) {
          if (this.over(step, depth)) from.pop();
          if (step.many) say(`${said}：${step.many}。`);
          return;
        }
        from.pop(); // nothing of it is left: others have written there since
      }
      say(said === "撤销了" ? "没有可以撤销的了。" : "没有可以重做的了。");
    } finally {
      this.moving = false;
    }
  }

  private over(step: Typed, depth: (state: EditorState) => number): boolean {
    return [...step.depths].every(([file, least]) => depth(this.issue.stateOf(file) ?? this.issue.view!.state) <= least);
  }

  /** One event of the histories of a step; whether there was one. */
  private moved(step: Typed, to: Step[], command: Command, depth: (state: EditorState) => number): boolean {
    const other = command === undo ? redoDepth : undoDepth;
    let any = false;
    for (const [file, least] of step.depths) {
      const state = this.issue.stateOf(file);
      if (!state || depth(state) <= least) continue;
      if (!step.many && file !== this.issue.current) this.open(file);
      const before = other(state);
      if (!this.run(file, command)) continue;
      any = true;
      const last = to.at(-1);
      if (last && !isDeed(last) && last.many === step.many && (step.many ? any : last.depths.has(file))) {
        if (!last.depths.has(file)) last.depths.set(file, before);
      } else to.push({ depths: new Map([[file, before]]), many: step.many });
    }
    return any;
  }

  private run(file: string, command: Command): boolean {
    if (file === this.issue.current && this.issue.view) return command(this.issue.view);
    return command({ state: this.issue.stateOf(file)!, dispatch: (transaction) => this.issue.exchanged(file, transaction) });
  }

  private async reversed(deed: Deed, to: Step[], said: string): Promise<void> {
    try {
      await this.issue.settled();
      const { deed: number } = await post<{ deed: number }>(`${this.issue.path}/undo`, { deed: deed.number });
      to.push({ number, what: deed.what });
      say(`${said}：${deed.what}。`);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) say(`“${deed.what}”是编辑台重新打开以前做的，请在“历史”里退回。`, "bad");
      else failed(error);
    }
  }
}
