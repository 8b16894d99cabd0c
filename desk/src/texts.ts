// The texts of an issue as this window has them, shown or not, and what people call them.

import { isolateHistory, undoDepth } from "@codemirror/commands";
import { Transaction, type ChangeSet, type ChangeSpec, type EditorState } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { Telling, type Outline, type Report } from "./happenings";

export const SETTINGS = "issue.yaml";

export abstract class Texts extends Telling {
  readonly states = new Map<string, EditorState>();
  outline: Outline = { sections: [], attachments: [], drafts: [], title: "" };
  /** The file that is shown, and where. */
  current = "";
  view: EditorView | undefined;

  constructor(readonly name: string) {
    super();
  }

  /** A text was changed here, by hand or otherwise. */
  abstract changed(file: string, changes: ChangeSet): void;

  get path(): string {
    return `/api/issue/${encodeURIComponent(this.name)}`;
  }

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
}
