// What is asked of a table beside its words: rows of its head, widths, size of type. It stands in braces at the end of the caption, or
// alone on a line above the table; people tick it in a window.

import type { EditorState, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { button, h } from "./dom";
import { dialog } from "./dialog";
import { say } from "./saying";

export interface Wishes {
  heads: number;
  widths: string;
  size: string;
  decimal: boolean;
  total: boolean;
  /** What is none of these, and stays. */
  others: string[];
}

/** Where the braces stand, or would: `from` = `to` where there are none; `before` and `after` go round new ones. */
interface Place {
  from: number;
  to: number;
  before: string;
  after: string;
  said: string;
}

const BRACES = /\s*\{([^{}]*)\}\s*$/;
const NAMES: Record<string, keyof Wishes> = { head: "heads", 表头: "heads", widths: "widths", width: "widths", 列宽: "widths", size: "size", 字号: "size", align: "decimal", 对齐: "decimal", total: "total", 合计: "total" };
const CAPTION = /^表(?:[：:]|\s?[0-9０-９一二三四五六七八九十.\-—]*[：:\u3000 ])/;
const SIZES = ["四号", "小四", "五号", "小五", "六号"];
const WIDTH = /^\d{1,4}(\.\d{1,2})?\s*(mm|毫米)?$/;

export function read(said: string): Wishes {
  const wishes: Wishes = { heads: 1, widths: "", size: "", decimal: false, total: false, others: [] };
  const parts = said.trim().replace(/\s*[=＝]\s*/g, "=").replace(/\s*[,，、]\s*/g, ",").split(/\s+/).filter((each) => each);
  for (const part of parts) {
    const [name, value = ""] = part.split("=") as [string, string?];
    const key = NAMES[name.toLowerCase()];
    if (key === "heads" && /^[1-5]$/.test(value)) wishes.heads = Number(value);
    else if (key === "widths" && value) wishes.widths = value;
    else if (key === "size" && value) wishes.size = value;
    else if (key === "decimal" && /^(小数点|decimal)$/.test(value)) wishes.decimal = true;
    else if (key === "total" && /^(|是|1|true)$/.test(value)) wishes.total = true;
    else wishes.others.push(part);
  }
  return wishes;
}

export function written(wishes: Wishes): string {
  return [
    ...(wishes.heads !== 1 ? [`head=${wishes.heads}`] : []),
    ...(wishes.widths ? [`widths=${wishes.widths}`] : []),
    ...(wishes.size ? [`size=${wishes.size}`] : []),
    ...(wishes.decimal ? ["align=decimal"] : []),
    ...(wishes.total ? ["total"] : []),
    ...wishes.others,
  ].join(" ");
}

/** In a word or two, "" where nothing is asked. */
export function told(wishes: Wishes): string {
  return [
    ...(wishes.heads > 1 ? [`表头 ${wishes.heads} 行`] : []),
    ...(wishes.size ? [`字号 ${wishes.size}`] : []),
    ...(wishes.widths ? [`列宽 ${wishes.widths}`] : []),
    ...(wishes.decimal ? ["小数点对齐"] : []),
    ...(wishes.total ? ["末行合计"] : []),
  ].join("，");
}

/** Of the table that begins at `from`: the lines of the paragraph above it. */
function place(doc: Text, from: number): Place {
  let number = doc.lineAt(from).number - 1;
  while (number >= 1 && !doc.line(number).text.trim()) number--;
  for (let at = number; at >= 1 && at > number - 4; at--) {
    const line = doc.line(at);
    if (!line.text.trim()) break;
    const match = BRACES.exec(line.text);
    if (match && match[1]!.split(/\s+/).some((part) => NAMES[part.split(/[=＝]/)[0]!.toLowerCase()])) {
      const alone = !line.text.slice(0, match.index).trim();
      const end = alone && at < doc.lines && !doc.line(at + 1).text.trim() ? doc.line(at + 1).to + 1 : alone ? line.to + 1 : line.to;
      return { from: line.from + match.index, to: Math.min(end, from), before: alone ? "{" : " {", after: alone ? "}\n\n" : "}", said: match[1]! };
    }
    if (CAPTION.test(line.text)) return { from: line.to, to: line.to, before: " {", after: "}", said: "" };
  }
  return { from, to: from, before: "{", after: "}\n\n", said: "" };
}

export function wishesAt(state: EditorState, from: number): Wishes {
  return read(place(state.doc, from).said);
}

/** Asked of people; `from`: where the table begins, `columns` it has. The caret of the text stays in its cell. */
export function askWishes(view: EditorView, from: () => number, columns: number): void {
  const wishes = wishesAt(view.state, from());
  const shown = dialog("表格设置", { closed: () => view.focus() });
  const heads = h("select", { id: "wish-heads" });
  for (const count of [1, 2, 3, 4, 5]) heads.append(h("option", { value: String(count), text: `${count} 行`, selected: count === wishes.heads }));
  const size = h("select", { id: "wish-size" }, h("option", { value: "", text: "照版式" }));
  for (const each of [...new Set([...SIZES, ...(wishes.size ? [wishes.size] : [])])]) size.append(h("option", { value: each, text: each, selected: each === wishes.size }));
  const widths = h("input", { type: "text", id: "wish-widths", value: wishes.widths, placeholder: "照内容自动定", "aria-describedby": "wish-widths-help" });
  const decimal = h("input", { type: "checkbox", id: "wish-decimal", checked: wishes.decimal });
  const total = h("input", { type: "checkbox", id: "wish-total", checked: wishes.total });
  const put = (event?: Event) => {
    event?.preventDefault();
    const parts = widths.value.trim().replace(/\s*[,，、]\s*/g, ",").split(",").filter((each) => each);
    if (parts.length && (parts.length !== columns || !parts.every((each) => WIDTH.test(each)))) {
      say(`列宽要写 ${columns} 个数，用逗号隔开，如 ${Array.from({ length: columns }, (_, index) => (index ? "3" : "2")).join(",")}；不写就自动定。`, "bad");
      widths.focus();
      return;
    }
    const come = written({ ...wishes, heads: Number(heads.value), size: size.value, widths: parts.join(","), decimal: decimal.checked, total: total.checked });
    const at = place(view.state.doc, from());
    shown.close();
    if (come !== written(wishes)) view.dispatch({ changes: { from: at.from, to: at.to, insert: come ? at.before + come + at.after : "" }, userEvent: "input.table" });
  };
  shown.body.append(
    h(
      "form",
      { class: "pairs", on: { submit: put } },
      h("label", { htmlFor: "wish-heads", text: "表头有几行" }), heads,
      h("label", { htmlFor: "wish-size", text: "表里的字号" }), size,
      h("label", { htmlFor: "wish-widths", text: "各列的宽度" }), widths,
      h("span"), h("p", { class: "hint", id: "wish-widths-help", text: "写各列占的份数，如 2,3,3；要固定的写毫米，如 20mm,3,3。不写就照内容自动定。" }),
      h("span"), h("label", {}, decimal, "数字按小数点对齐"),
      h("span"), h("label", {}, total, "最后一行是合计（写着“合计”“总计”的不用勾）"),
      h("button", { type: "submit", hidden: true }),
    ),
  );
  shown.foot.append(button("取消", () => shown.close()), button("好了", () => put(), { class: "main" }));
  heads.focus();
}
