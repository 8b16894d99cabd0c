// A new table, and blocks put into a text.

import type { EditorView } from "@codemirror/view";
import { blockAt } from "./blocks";
import { button, h } from "./dom";
import { dialog } from "./dialog";
import { blank, parsed } from "./grids";

/** Ask how large it is to be; it is filled in where it stands. */
export function newTable(view: EditorView): void {
  const shown = dialog("插入表格");
  const caption = h("input", { type: "text", id: "table-caption", placeholder: "表1　各市测评得分" });
  const count = (id: string, value: string, max: string) => h("input", { type: "number", id, value, min: "1", max });
  const rows = count("table-rows", "3", "200");
  const columns = count("table-columns", "3", "20");
  const read = (field: HTMLInputElement) => Math.max(1, Math.min(Number(field.max), Math.round(Number(field.value)) || 1));
  const put = (event?: Event) => {
    event?.preventDefault();
    const grid = blank(read(rows) + 1, read(columns));
    const before = caption.value.trim() ? `${caption.value.trim()}\n\n` : "";
    shown.close();
    view.focus();
    const at = insertBlock(view, before + grid) + before.length;
    view.dispatch({ selection: { anchor: at + parsed(grid).rows[0]![0]!.from }, scrollIntoView: true });
  };
  shown.body.append(
    h(
      "form",
      { class: "pairs", on: { submit: put } },
      h("label", { htmlFor: "table-caption", text: "表题（可以不写）" }), caption,
      h("label", { htmlFor: "table-rows", text: "几行（不算表头）" }), rows,
      h("label", { htmlFor: "table-columns", text: "几列" }), columns,
      h("button", { type: "submit", hidden: true }),
    ),
    h("p", { class: "hint", text: "插入以后在格子里填，按 Tab 到下一格。从 Excel、WPS 表格里复制的，点中第一格直接粘贴，行和列不够会自己添。" }),
  );
  shown.foot.append(button("取消", () => shown.close()), button("插入", () => put(), { class: "main" }));
  caption.focus();
}

/** A block of its own after the paragraph at the caret; where it begins. */
export function insertBlock(view: EditorView, text: string): number {
  const doc = view.state.doc;
  let line = doc.lineAt(blockAt(view.state, view.state.selection.main.head)?.to ?? view.state.selection.main.head);
  while (line.text.trim() && line.number < doc.lines && doc.line(line.number + 1).text.trim()) line = doc.line(line.number + 1);
  const empty = !line.text.trim();
  const before = empty ? (line.number > 1 && doc.line(line.number - 1).text.trim() ? "\n" : "") : "\n\n";
  const last = line.number === doc.lines;
  const after = last || doc.line(line.number + 1).text.trim() ? "\n" : "";
  const insert = `${before}${text}${after}`;
  view.dispatch({
    changes: { from: line.to, insert },
    selection: { anchor: line.to + before.length + text.length },
    scrollIntoView: true,
    userEvent: "input.paste",
  });
  return line.to + before.length;
}
