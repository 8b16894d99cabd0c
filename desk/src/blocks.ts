// Tables and pictures drawn in place of their lines, and how the caret gets from the text into them. A block stands for whole lines,
// so that no input method ever composes beside something that is replaced.

import { Prec, StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { tableLines } from "./grids";
import { GridView } from "./gridview";
import { begin, type InPlace } from "./inplace";
import { findings, headLines } from "./marks";
import { ofPictures, PictureView } from "./pictureview";
import { fromField } from "./slots";

/** `from`–`end` are its lines; to `to` there is the blank line that parts it from the next paragraph, in which nobody is to write. */
export interface Block {
  from: number;
  end: number;
  to: number;
  kind: "table" | "pictures";
}

/** Whether lines are shown as they are written. */
export const showSource = StateEffect.define<boolean>();

const drawn = new WeakMap<Element, InPlace>();

class BlockWidget extends WidgetType {
  constructor(
    readonly kind: Block["kind"],
    readonly source: string,
  ) {
    super();
  }

  override eq(other: BlockWidget): boolean {
    return other.kind === this.kind && other.source === this.source;
  }

  override toDOM(view: EditorView): HTMLElement {
    const made: InPlace = this.kind === "table" ? new GridView(view) : new PictureView(view);
    made.show(this.source);
    drawn.set(made.dom, made);
    return made.dom;
  }

  override updateDOM(dom: HTMLElement): boolean {
    const stands = drawn.get(dom);
    if (!stands || stands instanceof GridView !== (this.kind === "table")) return false;
    stands.show(this.source);
    return true;
  }

  override get estimatedHeight(): number {
    return this.kind === "table" ? 40 * (this.source.split("\n").length - 1) : 300;
  }

  override ignoreEvent(): boolean {
    return true;
  }

  override coordsAt(dom: HTMLElement, at: number): DOMRect | null {
    return drawn.get(dom)?.box(at) ?? null;
  }
}

interface Blocks {
  raw: boolean;
  blocks: Block[];
  drawn: DecorationSet;
}

function found(state: EditorState, raw: boolean): Blocks {
  const blocks: Block[] = [];
  if (!raw) {
    const head = headLines(state.doc);
    const add = (first: number, last: number, kind: Block["kind"]) => {
      const end = state.doc.line(last).to;
      const blank = last < state.doc.lines && !state.doc.line(last + 1).text.trim();
      blocks.push({ from: state.doc.line(first).from, end, to: blank ? state.doc.line(last + 1).to : end, kind });
    };
    for (const [first, last] of tableLines(state.doc)) if (first > head) add(first, last, "table");
    let number = 0;
    for (const text of state.doc.iterLines()) {
      number++;
      if (text.startsWith("!") && ofPictures(text)) add(number, number, "pictures");
    }
    blocks.sort((one, other) => one.from - other.from);
  }
  const widgets = blocks.map((each) => Decoration.replace({ widget: new BlockWidget(each.kind, state.sliceDoc(each.from, each.end)), block: true }).range(each.from, each.to));
  return { raw, blocks, drawn: Decoration.set(widgets) };
}

const field = StateField.define<Blocks>({
  create: (state) => found(state, false),
  update(value, transaction) {
    let { raw } = value;
    for (const effect of transaction.effects) if (effect.is(showSource)) raw = effect.value;
    return transaction.docChanged || raw !== value.raw ? found(transaction.state, raw) : value;
  },
  provide: (from) => EditorView.decorations.from(from, (value) => value.drawn),
});

/** The block that holds a place. */
export function blockAt(state: EditorState, at: number): Block | undefined {
  return state.field(field, false)?.blocks.find((each) => each.from <= at && at <= each.to);
}

function elements(view: EditorView): [InPlace, Block][] {
  const pairs: [InPlace, Block][] = [];
  for (const dom of view.contentDOM.querySelectorAll(".in-place")) {
    const made = drawn.get(dom);
    const block = made && blockAt(view.state, begin(view, made.dom));
    if (made && block) pairs.push([made, block]);
  }
  return pairs;
}

/** Whether the selection is a caret in the block, or lies within it. */
function within(state: EditorState): Block | undefined {
  const { from, to } = state.selection.main;
  const block = blockAt(state, from);
  return block && to <= block.to ? block : undefined;
}

const caret = ViewPlugin.fromClass(
  class {
    /** The caret is to go into a block at the next opportunity. */
    private coming = false;
    private waiting = false;

    constructor(private readonly view: EditorView) {
      this.look(false);
    }

    update(update: ViewUpdate): void {
      const own = update.transactions.some((each) => each.annotation(fromField));
      const moved = update.selectionSet || update.docChanged;
      const come = (moved && !own) || (update.focusChanged && this.view.hasFocus);
      const told = update.startState.field(findings) !== update.state.field(findings);
      if (moved || come || told || update.viewportChanged) this.look(come);
    }

    private look(come: boolean): void {
      this.coming ||= come;
      const enter = (tries: number) => {
        if (!this.view.dom.isConnected) return;
        const come = this.coming;
        const state = this.view.state;
        const here = within(state);
        const shown = state.field(findings).shown;
        let done = false;
        const inside = this.view.dom.contains(document.activeElement);
        for (const [made, block] of elements(this.view)) {
          const mine = block === here;
          made.mark(shown.filter((each) => each.from >= block.from && each.to <= block.to), mine ? state.selection.main.head - block.from : undefined);
          if (mine && come && inside) made.enter(state.selection.main.anchor - block.from, state.selection.main.head - block.from);
          done ||= mine;
        }
        if (here && come && inside && !done && tries > 0) requestAnimationFrame(() => enter(tries - 1)); // it is not drawn yet
        else this.coming = false;
      };
      if (this.waiting) return;
      this.waiting = true;
      queueMicrotask(() => {
        this.waiting = false; // the update is over, and what it changed is drawn
        enter(5);
      });
    }
  },
);

// --- keys that lead from the text into a block, rather than join a line with it

function into(view: EditorView, below: boolean): boolean {
  const { state } = view;
  const { main } = state.selection;
  if (!main.empty) return false;
  const here = state.doc.lineAt(main.head);
  const next = below ? here.to + 1 : here.from - 1;
  const block = next >= 0 && next <= state.doc.length ? blockAt(state, next) : undefined;
  if (!block) return false;
  const [now, last] = [view.coordsAtPos(main.head), view.coordsAtPos(below ? here.to : here.from)];
  return !!now && !!last && Math.abs(now.top - last.top) < 4 && enterFrom(view, block, below); // a long line is several on the screen
}

function enterFrom(view: EditorView, block: Block, below: boolean): boolean {
  const made = elements(view).find(([, each]) => each === block)?.[0];
  const at = block.from + (made ? made.edge(!below) : 0);
  view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
  return true;
}

/** The caret at the end of a line, by a block or by the blank line before one. */
function beside(view: EditorView, below: boolean, joins: boolean): boolean {
  const { state } = view;
  const { main } = state.selection;
  const here = state.doc.lineAt(main.head);
  if (!main.empty || main.head !== (below ? here.to : here.from)) return false;
  let number = here.number + (below ? 1 : -1);
  if (joins && here.text.trim() && number >= 1 && number <= state.doc.lines && !state.doc.line(number).text.trim()) number += below ? 1 : -1;
  if (number < 1 || number > state.doc.lines) return false;
  const block = blockAt(state, state.doc.line(number).from);
  return block ? enterFrom(view, block, below) : false;
}

const keys = keymap.of([
  { key: "ArrowDown", run: (view) => into(view, true) },
  { key: "ArrowUp", run: (view) => into(view, false) },
  { key: "ArrowRight", run: (view) => beside(view, true, false) },
  { key: "ArrowLeft", run: (view) => beside(view, false, false) },
  { key: "Backspace", run: (view) => beside(view, false, true) },
  { key: "Delete", run: (view) => beside(view, true, true) },
]);

export const blocks: Extension = [field, caret, Prec.high(keys)];
