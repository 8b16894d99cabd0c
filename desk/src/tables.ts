// A table as a grid to be filled in, and its lines of Markdown. Lines round it, and marks of cells, stay as they are.

import type { EditorView } from "@codemirror/view";
import { button, clear, h } from "./dom";
import { dialog } from "./dialog";

interface Found {
  from: number;
  to: number;
  rows: string[][];
  aligns: string[];
}

const ALIGNS: [string, string][] = [["---", "自动"], [":---", "靠左"], [":---:", "居中"], ["---:", "靠右"]];

export function cells(line: string): string[] {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));
}

/** The table at the caret. */
export function tableAt(view: EditorView): Found | undefined {
  const doc = view.state.doc;
  const here = doc.lineAt(view.state.selection.main.head);
  if (!here.text.trim().startsWith("|")) return undefined;
  let [first, last] = [here.number, here.number];
  while (first > 1 && doc.line(first - 1).text.trim().startsWith("|")) first--;
  while (last < doc.lines && doc.line(last + 1).text.trim().startsWith("|")) last++;
  if (last - first < 1) return undefined;
  const rule = cells(doc.line(first + 1).text);
  if (!rule.every((cell) => /^:?-+:?$/.test(cell))) return undefined;
  const rows = [cells(doc.line(first).text)];
  for (let number = first + 2; number <= last; number++) rows.push(cells(doc.line(number).text));
  const aligns = rule.map((cell) => (cell.startsWith(":") ? (cell.endsWith(":") ? ":---:" : ":---") : cell.endsWith(":") ? "---:" : "---"));
  return { from: doc.line(first).from, to: doc.line(last).to, rows, aligns };
}

export function markdown(rows: string[][], aligns: string[]): string {
  const width = Math.max(...rows.map((row) => row.length));
  const written = (row: string[]) =>
    `| ${Array.from({ length: width }, (_, index) => (row[index] ?? "").trim().replace(/\s*\n\s*/g, "<br>").replace(/\|/g, "\\|") || " ").join(" | ")} |`;
  const [head, ...body] = rows;
  const rule = `| ${Array.from({ length: width }, (_, index) => aligns[index] ?? "---").join(" | ")} |`;
  return [written(head ?? []), rule, ...body.map(written)].join("\n");
}

/** Cells as spreadsheets put them on the clipboard: tabs between them, quotes round those that hold lines. */
export function pastedCells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < whole.length; at++) {
    const char = whole[at]!;
    if (quoted) {
      if (char === '"' && whole[at + 1] === '"') {
        cell += '"';
        at++;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === "\t" || char === "\n") {
      rows[rows.length - 1]!.push(cell);
      cell = "";
      if (char === "\n") rows.push([]);
    } else cell += char;
  }
  rows[rows.length - 1]!.push(cell);
  return rows;
}

/** Fill in the table at the caret, or a new one. */
export function editTable(view: EditorView): void {
  const found = tableAt(view);
  let rows = found?.rows ?? [["", "", ""], ["", "", ""], ["", "", ""]];
  let aligns = found?.aligns ?? ["---", "---", "---"];
  const shown = dialog(found ? "改表格" : "插入表格", { wide: true });
  const caption = h("input", { type: "text", id: "table-caption", placeholder: "表1　各市测评得分" });
  const grid = h("table", { class: "grid" });
  const draw = (row = -1, column = -1) => {
    const width = Math.max(1, ...rows.map((each) => each.length));
    rows = rows.map((each) => [...each, ...Array<string>(width - each.length).fill("")]);
    aligns = Array.from({ length: width }, (_, index) => aligns[index] ?? "---");
    const head = h("tr", {}, h("td"));
    aligns.forEach((align, index) => {
      const choose = h("select", { "aria-label": `第 ${index + 1} 列怎样对齐`, on: { change: () => (aligns[index] = choose.value) } });
      for (const [value, text] of ALIGNS) choose.append(h("option", { value, text, selected: value === align }));
      head.append(h("td", {}, choose));
    });
    clear(grid, head);
    rows.forEach((cellsOf, line) => {
      const element = h("tr", {}, h("th", { scope: "row", text: line ? String(line) : "表头" }));
      cellsOf.forEach((cell, index) => {
        const input = h("textarea", { value: cell, rows: 1, "aria-label": `${line ? `第 ${line} 行` : "表头"}第 ${index + 1} 列`, class: line ? "" : "strong" });
        input.addEventListener("input", () => (rows[line]![index] = input.value));
        input.addEventListener("keydown", (event) => pressed(event, line, index));
        input.addEventListener("paste", (event) => pasted(event, line, index));
        element.append(h("td", {}, input));
        if (line === row && index === column) queueMicrotask(() => input.focus());
      });
      grid.append(element);
    });
  };
  const pressed = (event: KeyboardEvent, line: number, index: number) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Tab" && !event.shiftKey && line === rows.length - 1 && index === rows[0]!.length - 1) {
      event.preventDefault();
      rows.push(rows[0]!.map(() => ""));
      draw(rows.length - 1, 0);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (line === rows.length - 1) rows.push(rows[0]!.map(() => ""));
      draw(line + 1, index);
    }
  };
  const pasted = (event: ClipboardEvent, line: number, index: number) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    pastedCells(text).forEach((come, down) => {
      while (rows.length <= line + down) rows.push([]);
      come.forEach((cell, across) => {
        const row = rows[line + down]!;
        while (row.length <= index + across) row.push("");
        row[index + across] = cell;
      });
    });
    draw(line, index);
  };
  const tools = h(
    "div",
    { class: "tools" },
    button("加一行", () => { rows.push(rows[0]!.map(() => "")); draw(rows.length - 1, 0); }),
    button("加一列", () => { rows.forEach((row) => row.push("")); draw(0, rows[0]!.length - 1); }),
    button("删末行", () => { if (rows.length > 2) rows.pop(); draw(); }),
    button("删末列", () => { if (rows[0]!.length > 1) { rows.forEach((row) => row.pop()); aligns.pop(); } draw(); }),
  );
  if (!found) shown.body.append(h("label", { htmlFor: "table-caption", text: "表题（可以不写）" }), caption);
  shown.body.append(h("p", { class: "hint", text: "按 Tab 到下一格，在最后一格按 Tab 添一行。从 Excel、WPS 表格里复制的，点中一格直接粘贴。" }), tools, h("div", { class: "grid-room" }, grid));
  draw(found ? 0 : -1, 0);
  shown.foot.append(
    button("取消", () => shown.close()),
    button(found ? "改好了" : "插入", () => {
      const kept = found ? rows : rows.filter((row, line) => line === 0 || row.some((cell) => cell.trim()));
      const written = markdown(kept.length > 1 ? kept : rows.slice(0, 2), aligns);
      if (found) view.dispatch({ changes: { from: found.from, to: found.to, insert: written }, userEvent: "input" });
      else insertBlock(view, caption.value.trim() ? `${caption.value.trim()}\n\n${written}` : written);
      shown.close();
      view.focus();
    }, { class: "main" }),
  );
  if (!found) caption.focus();
}

/** A block of its own after the paragraph at the caret. */
export function insertBlock(view: EditorView, text: string): void {
  const doc = view.state.doc;
  let line = doc.lineAt(view.state.selection.main.head);
  while (line.text.trim() && line.number < doc.lines && doc.line(line.number + 1).text.trim()) line = doc.line(line.number + 1);
  const empty = !line.text.trim();
  const before = empty ? (line.number > 1 && doc.line(line.number - 1).text.trim() ? "\n" : "") : "\n\n";
  const after = line.number < doc.lines && doc.line(line.number + 1).text.trim() ? "\n" : "";
  const insert = `${before}${text}\n${after}`;
  view.dispatch({
    changes: { from: line.to, insert },
    selection: { anchor: line.to + before.length + text.length },
    scrollIntoView: true,
    userEvent: "input.paste",
  });
}
