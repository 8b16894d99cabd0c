// The editor: one view, a state for each file. What it knows of a manuscript is in marks.ts.

import { defaultKeymap, history } from "@codemirror/commands";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap } from "@codemirror/view";
import { blocks } from "./blocks";
import { around } from "./inplace";
import { findings, headLines, manuscript } from "./marks";
import { SETTINGS } from "./texts";

export interface Hooks {
  changed(view: EditorView, update: import("@codemirror/view").ViewUpdate): void;
  moved(view: EditorView, typed: boolean): void;
  pressed(view: EditorView, at: number, event: MouseEvent): void;
  pasted(view: EditorView, event: ClipboardEvent): boolean;
  dropped(view: EditorView, event: DragEvent): boolean;
  /** The address of a picture of the issue. */
  picture(name: string): string;
  keys: { key: string; run: () => boolean }[];
}

export function nonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=nonce]")?.content ?? "";
}

export function extensions(hooks: Hooks, file: string): Extension {
  return [
    EditorView.cspNonce.of(nonce()),
    history({ newGroupDelay: 800 }),
    keymap.of([...hooks.keys.map((each) => ({ ...each, preventDefault: true })), ...defaultKeymap]),
    EditorView.lineWrapping,
    highlightActiveLine(),
    findings,
    file === SETTINGS ? EditorView.editorAttributes.of({ class: "of-settings" }) : [manuscript, around.of(hooks), blocks],
    EditorView.contentAttributes.of({
      lang: "zh-CN",
      tabindex: "0",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
      "aria-label": file === SETTINGS ? "本期设置的原文" : "稿件正文",
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) hooks.changed(update.view, update);
      if (update.selectionSet || update.docChanged) hooks.moved(update.view, update.docChanged);
    }),
    EditorView.domEventHandlers({
      compositionend: (_, view) => {
        // the last change may still say that it is being composed
        setTimeout(() => hooks.moved(view, true), 0);
        return false;
      },
      click: (event, view) => {
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (at !== null) hooks.pressed(view, at, event);
        return false;
      },
      paste: (event, view) => hooks.pasted(view, event),
      drop: (event, view) => hooks.dropped(view, event),
    }),
  ];
}

export function fresh(text: string, file: string, hooks: Hooks): EditorState {
  const state = EditorState.create({ doc: text, extensions: extensions(hooks, file) });
  const head = file === SETTINGS ? 0 : headLines(state.doc);
  if (!head || head >= state.doc.lines) return state;
  let line = state.doc.line(head + 1);
  while (!line.text.trim() && line.number < state.doc.lines) line = state.doc.line(line.number + 1);
  return state.update({ selection: { anchor: line.from } }).state;
}
