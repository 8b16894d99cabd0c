// The bar over the manuscript: what people know from Word, by its names.

import type { EditorView } from "@codemirror/view";
import { button, h } from "./dom";
import { dialog, failed } from "./dialog";
import { doing, say } from "./saying";
import { send } from "./server";
import type { Issue } from "./issue";
import { blockAt, showSource } from "./blocks";
import { insertBlock, newTable } from "./tables";

export interface Deeds {
  info(key: string): void;
  attachment(): void;
  /** The report from a line on as one of its own. */
  part(line: number): void;
  undo(): void;
  redo(): void;
}

export function toolbar(issue: Issue, view: EditorView, deeds: Deeds): HTMLElement {
  const act = (text: string, title: string, run: () => void) => button(text, () => { run(); }, { title });
  const marks = button("显示标记", () => {
    const shown = view.dom.parentElement!.classList.toggle("signs");
    marks.setAttribute("aria-pressed", String(shown));
    view.dispatch({ effects: showSource.of(shown) });
  }, { title: "显示稿件里的记号，如 ## 和 **", "aria-pressed": "false" });
  return h(
    "div",
    { class: "bar tools", role: "toolbar", "aria-label": "编辑" },
    headings(view, deeds),
    act("段首句", "把光标所在段的第一句加粗（Ctrl+B 只加粗选中的文字）", () => lead(view)),
    act("加粗", "把选中的文字加粗（Ctrl+B）", () => strong(view)),
    h("span", { class: "gap" }),
    act("表格", "在光标处插入表格，就在稿件里填", () => newTable(view)),
    act("图片", "放进一张图片", () => choosePicture(issue, view)),
    act("脚注", "在光标处加一个脚注", () => note(view)),
    act("编者按", "本篇的编者按、副题、供稿单位等", () => deeds.info("editor_note")),
    act("附件", "把这一篇列为附件，或移回正文；新写、放入附件", () => deeds.attachment()),
    h("span", { class: "gap" }),
    act("撤销", "撤销上一步，也撤销调整次序、放入文件、删去一篇（Ctrl+Z）", () => { deeds.undo(); view.focus(); }),
    act("重做", "重做（Ctrl+Y）", () => { deeds.redo(); view.focus(); }),
    marks,
  );
}

const LEVELS = ["", "## ", "### ", "#### ", "##### ", "# "];
const TITLE = 5;
const PART = "6";

function headings(view: EditorView, deeds: Deeds): HTMLElement {
  const choose = h("select", { "aria-label": "小标题", title: "光标所在的一段是正文还是小标题" });
  for (const [value, text] of [["", "小标题……"], ["5", "本篇标题"], ["0", "正文"], ["1", "一级：一、"], ["2", "二级：（一）"], ["3", "三级：1."], ["4", "四级：（1）"], [PART, "从这一行起另成一篇"]])
    choose.append(h("option", { value, text }));
  choose.addEventListener("change", () => {
    if (choose.value === PART) deeds.part(view.state.doc.lineAt(view.state.selection.main.head).number);
    else if (choose.value) heading(view, Number(choose.value));
    choose.value = "";
    view.focus();
  });
  return choose;
}

/** Whether the caret is in a table or a picture, where there are no headings and leads; said. */
function inBlock(view: EditorView, only?: "pictures"): boolean {
  const block = blockAt(view.state, view.state.selection.main.head);
  if (!block || (only && block.kind !== only)) return false;
  say(block.kind === "table" ? "光标在表格里：小标题和段首句要放在表格外面。" : "光标在图片的文字里，这里不能这样做。");
  return true;
}

export function heading(view: EditorView, level: number): void {
  if (inBlock(view)) return;
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const had = /^#{1,5}\s+/.exec(line.text)?.[0] ?? "";
  if (had.trim() === "#") return say("这是本篇的标题。要换一个，先把新的一行设成“本篇标题”。", "bad");
  const bare = line.text.slice(had.length);
  if (level === TITLE) return entitled(view, line.number, bare);
  const text = level ? bare.replace(/^\*\*(.*)\*\*$/, "$1") : bare;
  view.dispatch({ changes: { from: line.from, to: line.to, insert: LEVELS[level] + text }, selection: { anchor: line.from + LEVELS[level]!.length + text.length }, userEvent: "input" });
}

/** A report has one title: the line that was it becomes text. */
function entitled(view: EditorView, number: number, text: string): void {
  const doc = view.state.doc;
  const changes: { from: number; to?: number; insert?: string }[] = [];
  for (let each = 1; each <= doc.lines; each++) {
    const line = doc.line(each);
    const had = /^#\s+/.exec(line.text)?.[0].length ?? 0;
    if (each === number) changes.push({ from: line.from, to: line.to, insert: `# ${text.replaceAll("**", "")}` });
    else if (had) changes.push({ from: line.from, to: line.from + had });
  }
  view.dispatch({ changes, userEvent: "input" });
}

export function strong(view: EditorView): void {
  if (inBlock(view, "pictures")) return;
  const { from, to } = view.state.selection.main;
  if (from === to) return say("请先选中要加粗的文字。");
  const text = view.state.sliceDoc(from, to);
  const around = view.state.sliceDoc(from - 2, from) === "**" && view.state.sliceDoc(to, to + 2) === "**";
  if (around)
    view.dispatch({ changes: [{ from: from - 2, to: from }, { from: to, to: to + 2 }], userEvent: "input" });
  else if (text.includes("\n")) return say("加粗不能跨段，请一段一段地选。");
  else {
    const inner = text.trim();
    const start = from + text.indexOf(inner);
    view.dispatch({
      changes: [{ from: start, insert: "**" }, { from: start + inner.length, insert: "**" }],
      selection: { anchor: start + 2, head: start + 2 + inner.length },
      userEvent: "input",
    });
  }
  view.focus();
}

/** The first sentence of the paragraph bold, or plain again. */
export function lead(view: EditorView): void {
  if (inBlock(view)) return;
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const had = /^\*\*(.+?)\*\*/.exec(line.text);
  if (had) view.dispatch({ changes: { from: line.from, to: line.from + had[0].length, insert: had[1]! }, userEvent: "input" });
  else {
    const sentence = /^[^#>|\s][^。！？]*[。！？]/.exec(line.text)?.[0];
    if (!sentence) return say("这一段里没有找到完整的一句。");
    view.dispatch({ changes: { from: line.from, to: line.from + sentence.length, insert: `**${sentence}**` }, userEvent: "input" });
  }
  view.focus();
}

function note(view: EditorView): void {
  if (inBlock(view, "pictures")) return;
  const doc = view.state.doc;
  const numbers = [...doc.toString().matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1]));
  const number = Math.max(0, ...numbers) + 1;
  const shown = dialog("加脚注");
  const text = h("textarea", { id: "note-text", rows: 3 });
  shown.body.append(h("label", { htmlFor: "note-text", text: "脚注的内容" }), text);
  shown.foot.append(
    button("取消", () => shown.close()),
    button("加上", () => {
      const said = text.value.trim().replace(/\s*\n\s*/g, "");
      if (!said) return say("请写脚注的内容。");
      const at = view.state.selection.main.head;
      const end = doc.length;
      const tail = doc.toString().endsWith("\n") ? "" : "\n";
      const lines = /^\[\^[^\]]+\]:/.test(doc.line(Math.max(1, doc.lines - 1)).text) ? "" : "\n";
      view.dispatch({
        changes: [{ from: at, insert: `[^${number}]` }, { from: end, insert: `${tail}${lines}[^${number}]: ${said}\n` }],
        userEvent: "input",
      });
      shown.close();
      view.focus();
    }, { class: "main" }),
  );
  text.focus();
}

function choosePicture(issue: Issue, view: EditorView): void {
  const input = h("input", { type: "file", accept: "image/*" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void placePicture(issue, view, file);
  });
  input.click();
}

/** A file's name where it says something; cameras and telephones give numbers. */
function told(name: string): string {
  const stem = name.replace(/\.[^.]+$/, "");
  return /\p{Script=Han}{2}/u.test(stem) && !/^(微信|截图|屏幕|图片|照片|未命名)/.test(stem) ? stem : "";
}

/** Put a picture into the folder, and ask how it is to stand in the text. */
export async function placePicture(issue: Issue, view: EditorView, file: File): Promise<void> {
  let name: string;
  const over = doing(`正在放进 ${file.name}……`);
  try {
    ({ name } = await send<{ name: string }>(`${issue.path}/picture?name=${encodeURIComponent(file.name)}`, file));
  } catch (error) {
    return failed(error);
  } finally {
    over();
  }
  const shown = dialog("图片");
  const caption = h("input", { type: "text", id: "picture-caption", placeholder: "图1　城东广场的志愿服务站" });
  const alt = h("input", { type: "text", id: "picture-alt", value: told(file.name), placeholder: "志愿者在清扫街巷；不写就用图题" });
  const width = h("select", { id: "picture-width" });
  for (const [value, text] of [["", "照图片大小，放不下时与版心同宽"], ["60", "6 厘米宽"], ["80", "8 厘米宽"], ["100", "10 厘米宽"], ["120", "12 厘米宽"], ["150", "15 厘米宽"]])
    width.append(h("option", { value, text }));
  shown.body.append(
    h("img", { src: `${issue.path}/picture/${encodeURIComponent(name)}`, alt: "", class: "preview" }),
    h("label", { htmlFor: "picture-caption", text: "图题（可以不写）" }), caption,
    h("label", { htmlFor: "picture-alt", text: "图里有什么（给看不见图的人听）" }), alt,
    h("label", { htmlFor: "picture-width", text: "大小" }), width,
  );
  shown.foot.append(
    button("取消", () => shown.close()),
    button("放进去", () => {
      const plain = (text: string) => text.trim().replace(/[[\]"\n]/g, "");
      const title = caption.value.trim() ? ` "${plain(caption.value)}"` : "";
      insertBlock(view, `![${plain(alt.value)}](${name}${title})${width.value ? `{width=${width.value}mm}` : ""}`);
      shown.close();
      view.focus();
    }, { class: "main" }),
  );
  caption.focus();
}
