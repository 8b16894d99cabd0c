// What stands in the text in place of the lines that say it: a grid, a picture with its words.

import { Facet } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Shown } from "./marks";

/** Something drawn in place of lines. Places count from where those begin. */
export interface InPlace {
  readonly dom: HTMLElement;
  /** Its lines as they are now. */
  show(source: string): void;
  /** The selection of the text lies within: the caret goes there. */
  enter(anchor: number, head: number): void;
  /** The caret comes from the text, from above or from below. */
  edge(below: boolean): number;
  /** Where a place of it is on the screen. */
  box(at: number): DOMRect | undefined;
  /** Findings in it, and whether the selection lies in it, at `at`. */
  mark(found: Shown[], at: number | undefined): void;
}

/** What the desk does for it. */
export interface Around {
  /** The address of a picture of the issue. */
  picture(name: string): string;
  pressed(view: EditorView, at: number, event: MouseEvent): void;
  /** Keys of the desk, by their names in the editor. */
  keys: { key: string; run: () => boolean }[];
}

export const around = Facet.define<Around, Around>({ combine: (all) => all[0] ?? { picture: () => "", pressed: () => undefined, keys: [] } });

/** Where the lines begin that an element is drawn for. */
export function begin(view: EditorView, dom: HTMLElement): number {
  return view.posAtDOM(dom);
}

/** The caret goes into the text behind a block, or before it, where room is made if there is none. */
export function leave(view: EditorView, from: number, length: number, below: boolean): void {
  const doc = view.state.doc;
  const edge = doc.lineAt(below ? from + length : from).number;
  let next = edge + (below ? 1 : -1);
  const there = (number: number) => number >= 1 && number <= doc.lines;
  if (there(next) && !doc.line(next).text.trim() && (below || there(next - 1))) next += below ? 1 : -1; // it belongs to the block
  if (there(next)) view.dispatch({ selection: { anchor: below ? doc.line(next).from : doc.line(next).to }, scrollIntoView: true });
  else {
    const at = below ? doc.length : 0;
    const insert = below && doc.line(doc.lines).text.trim() ? "\n\n" : below ? "\n" : "\n\n";
    view.dispatch({ changes: { from: at, insert }, selection: { anchor: below ? at + insert.length : 0 }, scrollIntoView: true, userEvent: "input" });
  }
  view.focus();
}
