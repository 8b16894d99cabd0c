// What comes into a report from elsewhere: pasted, or let go over the window.

import type { EditorView } from "@codemirror/view";
import { failed } from "./dialog";
import { pastedCells, tableOf } from "./grids";
import { dropped, pasted, takeIn } from "./intake";
import type { Issue } from "./issue";
import { say } from "./saying";
import { insertBlock } from "./tables";
import { SETTINGS } from "./texts";
import { placePicture } from "./toolbar";

const PICTURE = /^image\//;

/** Whether the last keys were Ctrl+Shift+V: the words alone are wanted. A paste does not say which keys it comes from. */
let plain = false;
document.addEventListener("keydown", (event) => {
  plain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
}, true);

/** Whether it is seen to here: what comes from Word, from a page, from Excel, a picture; not words alone. */
export function paste(issue: Issue, view: EditorView, event: ClipboardEvent): boolean {
  const data = event.clipboardData;
  if (!data) return false;
  const picture = [...data.files].find((file) => PICTURE.test(file.type));
  const html = data.getData("text/html");
  if (picture && !html) {
    event.preventDefault();
    void placePicture(issue, view, picture);
    return true;
  }
  const within = view.state.selection.main;
  const file = issue.current;
  const text = data.getData("text/plain");
  const cells = /\t/.test(text) && !html && !plain && file !== SETTINGS ? pastedCells(text) : [];
  if (cells.length > 1 && cells.every((row) => row.length === cells[0]!.length && row.length > 1)) {
    event.preventDefault();
    insertBlock(view, tableOf(cells));
    return true;
  }
  if (!html || plain || file === SETTINGS || !/<(p|table|h\d|li|div|br)\b/i.test(html)) return false;
  event.preventDefault();
  say("正在整理粘贴的内容……");
  void pasted(issue, html).then((markdown) => {
    const come = markdown ?? text.replace(/\r\n?/g, "\n");
    const state = issue.stateOf(file);
    if (!come || !state) return;
    const [from, to] = file === issue.current ? [view.state.selection.main.from, view.state.selection.main.to] : [within.from, within.to];
    const line = state.doc.lineAt(Math.min(from, state.doc.length));
    const single = !come.includes("\n");
    const before = single || !state.sliceDoc(line.from, from).trim() ? "" : "\n\n";
    const after = single || !state.sliceDoc(to, state.doc.lineAt(Math.min(to, state.doc.length)).to).trim() ? "" : "\n\n";
    issue.change(file, { from, to, insert: before + come + after });
  });
  return true;
}

/** Files let go over the text. `taken` is given the reports that are made of them. */
export function dropOn(issue: Issue, view: EditorView, event: DragEvent, taken: (added: string[]) => void): boolean {
  if (!event.dataTransfer?.types.includes("Files")) return false;
  const files = [...event.dataTransfer.files];
  event.preventDefault(); // the editor would put the file's bytes into the text
  event.stopPropagation();
  const picture = files.length === 1 && PICTURE.test(files[0]!.type) && issue.current !== SETTINGS ? files[0] : undefined;
  if (!picture) {
    void dropped(event.dataTransfer).then((all) => takeIn(issue, all, taken), failed);
    return true;
  }
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
  if (at !== null) view.dispatch({ selection: { anchor: at } });
  void placePicture(issue, view, picture);
  return true;
}

/** Files let go anywhere in the room become reports; while they are over it, it shows that they may. */
export function receiveFiles(room: HTMLElement, issue: Issue, taken: (added: string[]) => void): void {
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      room.classList.add("receiving");
    }
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) room.classList.remove("receiving");
  });
  document.addEventListener("drop", () => room.classList.remove("receiving"), true); // over the text, too
  document.addEventListener("drop", (event) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    void dropped(event.dataTransfer).then((all) => takeIn(issue, all, taken), failed);
  });
}
