// Fields in the middle of the text: what stands in one is a stretch of the source. The source is the truth: a field shows it, writes
// what is typed into it as any other change, undone with the text's, and the selection of the text is the caret in the field.

import { Annotation, type ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { around } from "./inplace";

export type Field = HTMLInputElement | HTMLTextAreaElement;

/** A stretch of the source in a field. `written`: what is to stand in the source; `offset` ↔ `place`: a caret in the field, in
 * the source from `from` on. */
export interface Stretch {
  from: number;
  to: number;
  value: string;
  written(value: string): string;
  place(offset: number): number;
  offset(place: number): number;
}

/** A change that the field with the focus made: its caret is where it should be. */
export const fromField = Annotation.define<boolean>();

const composing = new WeakSet<Field>();

/** `stretch`: that of the field as the document stands, undefined where it has gone. */
export function bind(view: EditorView, field: Field, stretch: () => Stretch | undefined, typed?: () => void): void {
  const write = () => {
    typed?.();
    const found = stretch();
    if (!found) return;
    const stood = view.state.sliceDoc(found.from, found.to);
    const come = found.written(field.value);
    if (come === stood) return;
    const changes = least(found.from, stood, come);
    const length = view.state.doc.length + come.length - stood.length;
    const caret = Math.max(found.from, Math.min(found.from + come.length, found.from + found.place(field.selectionStart ?? 0)));
    view.dispatch({ changes, selection: { anchor: Math.min(caret, length) }, annotations: fromField.of(true), userEvent: "input.type" });
  };
  field.addEventListener("compositionstart", () => composing.add(field));
  field.addEventListener("compositionend", () => {
    composing.delete(field);
    write();
  });
  field.addEventListener("input", () => {
    if (!composing.has(field)) write();
  });
  const moved = () => {
    const found = stretch();
    if (!found || composing.has(field)) return;
    const place = (offset: number | null) => Math.max(found.from, Math.min(found.to, found.from + found.place(offset ?? 0)));
    const [anchor, head] = [place(field.selectionStart), place(field.selectionEnd)];
    const now = view.state.selection.main;
    if (now.from !== anchor || now.to !== head) view.dispatch({ selection: { anchor, head }, annotations: fromField.of(true) });
  };
  for (const kind of ["focus", "click", "keyup", "select"]) field.addEventListener(kind, moved);
  field.addEventListener("keydown", (event) => {
    const { key } = event as KeyboardEvent;
    if (busy(event as KeyboardEvent) || !((event as KeyboardEvent).ctrlKey || (event as KeyboardEvent).metaKey)) return;
    const again = key.toLowerCase() === "y" || (key.toLowerCase() === "z" && (event as KeyboardEvent).shiftKey);
    if (!again && key.toLowerCase() !== "z") return;
    event.preventDefault();
    view.state.facet(around).keys.find((each) => each.key === (again ? "Mod-y" : "Mod-z"))?.run();
  });
}

/** An input method is at work: keys are its own. */
export function busy(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Show what the source says; never while an input method is at work in it, nor where it says what stands there but for blanks that
 * somebody is just typing. */
export function refresh(field: Field, found: Stretch, source: string): void {
  if (composing.has(field) || (field === document.activeElement && found.written(field.value) === source)) return;
  if (field.value !== found.value) field.value = found.value;
}

/** The caret of the text, in the field. */
export function enter(field: Field, found: Stretch, anchor: number, head: number): void {
  if (composing.has(field)) return;
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)].map((each) => Math.max(0, Math.min(field.value.length, found.offset(each - found.from))));
  field.focus({ preventScroll: true });
  field.setSelectionRange(from!, to!, anchor <= head ? "forward" : "backward");
}

function least(from: number, stood: string, come: string): ChangeSpec {
  let head = 0;
  while (head < stood.length && head < come.length && stood[head] === come[head]) head++;
  let tail = 0;
  while (tail < stood.length - head && tail < come.length - head && stood[stood.length - 1 - tail] === come[come.length - 1 - tail]) tail++;
  return { from: from + head, to: from + stood.length - tail, insert: come.slice(head, come.length - tail) };
}
