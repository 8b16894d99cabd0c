// issue.yaml, or the head of a report, as a form: each field is written when it is left, and only its own lines change.

import { button, clear, h } from "./dom";
import { dialog, failed } from "./dialog";
import type { Issue } from "./issue";
import { get, type Finding } from "./server";
import { SETTINGS } from "./texts";

interface Field {
  key: string;
  title: string;
  help: string;
  example: string;
  kind: string;
  choices: { value: string; title: string }[];
  group: string;
  line: number;
  value: string | string[] | Record<string, string[]>;
  odd: boolean;
}

interface Form {
  readable: boolean;
  fields: Field[];
}

const LISTS = ["texts", "lines"];
/** What every issue and every report has, in this order; the rest is folded away until it is used. */
const USUAL = ["number", "date", "house", "special", "contents", "recipients", "print_run", "serial", "subtitle", "lead", "editor_note", "contributor", "source", "signature"];
const OF_REPORT = new Set(["editor_note", "signature"]);
const WORDS: Record<string, string> = { house: "简报的样子：报头、字体、版记都由它定。", contents: "第一页上的目录。", recipients: "每行写一个单位；不写就照版式。" };

export class Settings {
  readonly element = h("div", { class: "form" });
  private file = SETTINGS;
  private shown = "";

  constructor(
    private readonly issue: Issue,
    private readonly raw: () => void,
    /** Of the names of its elements: two forms may stand in one page. */
    private readonly prefix = "field",
  ) {
    issue.on("text", (file) => {
      if (file === this.file && this.element.isConnected && !this.element.contains(document.activeElement)) void this.show(file);
    });
    issue.on("findings", () => this.judge());
    issue.on("broken", () => this.judge());
  }

  async show(file: string, focus = ""): Promise<void> {
    this.file = file;
    let form: Form;
    try {
      form = await get<Form>(`${this.issue.path}/form?file=${encodeURIComponent(file)}`);
    } catch (error) {
      return failed(error);
    }
    const said = JSON.stringify(form);
    if (said === this.shown && this.element.childElementCount) return;
    this.shown = said;
    if (!form.readable) {
      clear(this.element, h("p", { class: "notice", text: "这里的原文写得不合规矩，表格读不出来。请打开“原文”，照下面的提示改好。" }), button("打开原文", this.raw, { class: "main" }));
      return;
    }
    const rank = (each: Field) => (file === SETTINGS && OF_REPORT.has(each.key) ? -1 : USUAL.indexOf(each.key));
    const usual = form.fields.filter((each) => rank(each) >= 0).sort((one, other) => rank(one) - rank(other));
    const parts: HTMLElement[] = [h("fieldset", {}, h("legend", { text: file === SETTINGS ? "这一期" : "这一篇" }), ...usual.map((each) => this.row(each)))];
    for (const group of new Set(form.fields.map((each) => each.group))) {
      const fields = form.fields.filter((each) => each.group === group && !usual.includes(each));
      if (!fields.length) continue;
      const used = fields.some((each) => each.line > 0);
      parts.push(h("details", { open: used }, h("summary", { text: `${file === SETTINGS ? group : "不常用的"}：${fields.map((each) => each.title).join("、")}` }), ...fields.map((each) => this.row(each))));
    }
    if (file === SETTINGS) parts.push(h("p", { class: "hint" }, "栏目、稿件的次序和附件在左边调整。", button("看原文", this.raw, { class: "link" })));
    clear(this.element, ...parts);
    this.judge();
    if (focus) this.element.querySelector<HTMLElement>(`#${this.prefix}-${focus}`)?.focus();
  }

  private row(field: Field): HTMLElement {
    const id = `${this.prefix}-${field.key}`;
    const wrong = h("p", { class: "wrong", id: `${id}-wrong`, hidden: true });
    const example = field.example && field.kind !== "choice" && field.kind !== "date" ? `。例如：${field.example}` : "";
    const help = h("p", { class: "hint", id: `${id}-help`, text: WORDS[field.key] ?? `${field.help === field.title ? "" : field.help}${example}`.replace(/^。/, "") });
    const row = h("div", { class: "row" });
    row.dataset.line = String(field.line);
    row.dataset.key = field.key;
    row.append(h(field.kind === "recipients" ? "span" : "label", { class: "label", htmlFor: id, text: field.title }));
    if (field.odd) row.append(h("p", { text: "这一项用了特别的写法，请在原文里改。" }));
    else if (field.kind === "recipients") row.append(this.recipients(field, id));
    else row.append(this.input(field, id));
    row.append(help, wrong);
    return row;
  }

  private input(field: Field, id: string): HTMLElement {
    const shared = { id, "aria-describedby": `${id}-help ${id}-wrong` };
    let element: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
    if (field.kind === "choice") {
      element = h("select", shared);
      const value = String(field.value);
      if (field.key !== "house") element.append(h("option", { value: "", text: "照版式" }));
      for (const each of field.choices) element.append(h("option", { value: each.value, text: each.title, selected: each.value === value }));
      if (value && !field.choices.some((each) => each.value === value)) element.append(h("option", { value, text: value, selected: true }));
    } else if (LISTS.includes(field.kind)) {
      const lines = field.value as string[];
      element = h("textarea", { ...shared, rows: Math.min(8, Math.max(2, lines.length + 1)), value: lines.join("\n") });
    } else {
      const value = String(field.value);
      const dated = field.kind === "date" && (value === "" || /^\d{4}-\d{2}-\d{2}$/.test(value));
      element = h("input", { ...shared, type: dated ? "date" : "text", value, inputMode: field.kind === "int" ? "numeric" : undefined });
    }
    element.addEventListener("change", () => void this.write(field, LISTS.includes(field.kind) ? element.value.split("\n") : element.value));
    return element;
  }

  private recipients(field: Field, id: string): HTMLElement {
    const values = field.value as Record<string, string[]>;
    const box = h("div", { class: "recipients", id, tabIndex: -1 });
    for (const [label, lines] of Object.entries(values)) {
      const area = h("textarea", { rows: Math.max(1, lines.length), value: lines.join("\n"), id: `${id}-${label}` });
      area.addEventListener("change", () => {
        values[label] = area.value.split("\n");
        void this.write(field, values);
      });
      box.append(h("label", { htmlFor: area.id, text: label }), area);
    }
    return box;
  }

  private async write(field: Field, value: string | string[] | Record<string, string[]>): Promise<void> {
    try {
      await this.issue.settled();
      await this.issue.act("setting", { file: this.file, key: field.key, value });
      this.shown = "";
      const form = await get<Form>(`${this.issue.path}/form?file=${encodeURIComponent(this.file)}`);
      for (const each of form.fields) {
        const row = this.element.querySelector<HTMLElement>(`#${this.prefix}-${each.key}`)?.closest<HTMLElement>(".row");
        if (row) row.dataset.line = String(each.line);
      }
      this.judge();
    } catch (error) {
      failed(error);
    }
  }

  /** What is wrong with a field is said at it. */
  private judge(): void {
    const found = [...this.issue.broken, ...this.issue.findings].filter((each) => each.span?.file === this.file);
    // what is wrong with a key that is not written stands at another line
    const own = (each: Finding) => {
      const key = /^issue-(\w+)$/.exec(each.code)?.[1] ?? "";
      return this.file === SETTINGS && this.element.querySelector(`#${this.prefix}-${CSS.escape(key)}`) ? key : "";
    };
    for (const row of this.element.querySelectorAll<HTMLElement>(".row")) {
      const line = Number(row.dataset.line);
      const mine = found.filter((each) => (own(each) ? own(each) === row.dataset.key : line > 0 && each.span!.line === line));
      const wrong = row.querySelector<HTMLElement>(".wrong")!;
      wrong.hidden = mine.length === 0;
      wrong.textContent = [...new Set(mine.map((each) => `${each.message}${each.hint ? `　${each.hint}` : ""}`))].join("\n");
      row.classList.toggle("bad", mine.some((each) => each.severity === "error"));
    }
  }
}

/** What stands at the head of a report, in a window. */
export function aboutReport(issue: Issue, file: string, focus: string): void {
  const box = dialog("本篇信息", { wide: true });
  const settings = new Settings(issue, () => box.close(), "about");
  box.body.append(settings.element);
  box.foot.append(button("好了", () => box.close(), { class: "main" }));
  void settings.show(file, focus);
}
