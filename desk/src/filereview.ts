// A file that was sent, beside the report that came of it: paragraph by paragraph, each repair to be kept or undone.

import { button, clear, h } from "./dom";
import { told } from "./dialog";
import type { Finding } from "./server";

export interface Repair {
  before: string;
  after: string;
  around: string;
  line: number;
}

/** Characters, and the number of the repair that changed them, -1 for none. */
type Piece = [string, number];

interface Row {
  number: number;
  stood: Piece[];
  came: Piece[];
  kind: string;
}

export interface Account {
  file: string;
  skipped?: string;
  refused?: Finding[];
  index?: number;
  name: string;
  markdown: string;
  counted: number;
  converted: boolean;
  lost: number;
  pictures: number;
  errors: number;
  findings: Finding[];
  repairs: Repair[];
  rows: Row[];
  undoable: number[];
  /** Paragraphs that read as titles of other cities' reports. */
  others: string[];
  namesake: string;
  /** Who sent it, by the name of the file. */
  office?: string;
  /** Its name is that of a report in which nobody has written yet. */
  empty: boolean;
}

/** As many paragraphs are shown whole; of more those that changed, first. */
const MANY = 60;

export class FileReview {
  readonly element = h("article", { class: "account" });
  readonly undone = new Set<number>();
  readonly tick: HTMLInputElement;
  private readonly replace: HTMLInputElement | undefined;
  private readonly table = h("table", { class: "sides" });
  private readonly count = h("p", { role: "status", class: "hint" });
  private changedOnly: boolean;

  /** `twice`: what is to be said of another text of the same office, "" where there is none; `again`: it is the very same as one
   * before it, and is not taken unless people say so. */
  constructor(
    readonly account: Account,
    private readonly twice = "",
    private readonly again = false,
  ) {
    const can = account.index !== undefined;
    this.tick = h("input", { type: "checkbox", checked: can && !again, disabled: !can, id: `take-${account.index ?? account.file}`, "aria-label": `放入 ${account.file}` });
    this.changedOnly = can && account.rows.length > MANY;
    if (can && account.namesake && !account.empty) this.replace = h("input", { type: "checkbox", id: `replace-${account.index}` });
    this.draw();
  }

  get wanted(): boolean {
    return this.account.index !== undefined && this.tick.checked;
  }

  get replacing(): boolean {
    return this.wanted && !!this.replace?.checked;
  }

  /** As a class of its entry in the row of files. */
  get state(): string {
    if (this.account.index === undefined) return "wrong";
    return this.account.lost || this.account.errors || this.twice || this.account.others.length ? "warned" : "good";
  }

  get short(): string {
    const each = this.account;
    if (each.skipped) return each.skipped;
    if (each.refused) return "放不进来";
    const said = [each.lost ? `有 ${each.lost} 处没有放进来` : "一字未漏"];
    if (each.repairs.length) said.push(`改正 ${each.repairs.length} 处`);
    if (this.again) said.push("与前面的一样，没有打勾");
    else if (this.twice) said.push("像是两稿");
    if (each.others.length) said.push(`像是有 ${each.others.length + 1} 篇`);
    return said.join("，");
  }

  private draw(): void {
    const each = this.account;
    const title = h("h3", { text: each.file });
    if (each.skipped) return clear(this.element, title, h("p", { text: `${each.skipped}，没有理会。` }));
    if (each.refused) return clear(this.element, title, h("p", { text: "这个文件放不进来：" }), told(each.refused.filter((one) => one.severity === "error").map((one) => ({ ...one, span: null }))));
    const many = this.undoable.length;
    const all = h(
      "div",
      { class: "tools" },
      button("全部照改", () => this.set([])),
      button("全部照原文", () => this.set(this.undoable)),
      button(this.changedOnly ? "看全文" : "只看改动的", (event) => {
        this.changedOnly = !this.changedOnly;
        (event.target as HTMLElement).textContent = this.changedOnly ? "看全文" : "只看改动的";
        this.rows();
      }),
    );
    clear(
      this.element,
      title,
      h("p", { class: each.lost ? "wrong" : "good", text: summary(each) }),
      each.empty ? h("p", { class: "hint", text: "本期给它留了一篇空稿，就写在那里。" }) : null,
      this.replace ? h("p", {}, this.replace, h("label", { htmlFor: this.replace.id, text: `换掉本期原来的 ${each.namesake}（不打勾就另放一篇）` })) : null,
      this.twice ? h("p", { class: "notice", text: this.twice }) : null,
      each.others.length ? h("p", { class: "notice", text: `这个文件里像是有 ${each.others.length + 1} 篇：“${each.others.join("”“")}”像是另一篇的标题。放进来以后，把光标放在那一行，在“小标题”里选“从这一行起另成一篇”。` }) : null,
      each.findings.length ? h("details", { open: each.lost > 0 || each.errors > 0 }, h("summary", { text: `要知道的 ${each.findings.length} 处` }), told(each.findings)) : null,
      each.repairs.length ? h("p", { class: "hint", text: LEGEND }) : null,
      many ? all : null,
      this.count,
      h("div", { class: "grid-room" }, this.table),
    );
    this.rows();
  }

  private get undoable(): number[] {
    return this.account.undoable;
  }

  private set(undone: number[]): void {
    this.undone.clear();
    for (const number of undone) this.undone.add(number);
    this.rows();
  }

  private rows(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.repair : undefined;
    const shown = this.account.rows.filter((row) => !this.changedOnly || !row.came.length || row.stood.some(([, repair]) => repair >= 0));
    clear(
      this.table,
      h("thead", {}, h("tr", {}, h("th", { scope: "col", text: "段" }), h("th", { scope: "col", text: "收到的原文" }), h("th", { scope: "col", text: "放进来的" }))),
      h("tbody", {}, ...shown.map((row) => this.row(row))),
    );
    const kept = this.account.repairs.length - this.undone.size;
    this.count.textContent = !this.account.repairs.length ? "没有要改正的标点和空格。" : this.undone.size ? `改正 ${kept} 处，照原文 ${this.undone.size} 处。` : "";
    if (focused) this.table.querySelector<HTMLElement>(`[data-repair="${focused}"]`)?.focus();
  }

  private row(row: Row): HTMLElement {
    const stood = h("td", { lang: "zh-CN" }, ...row.stood.map(([text, repair]) => (repair < 0 ? text : this.undone.has(repair) ? h("span", { class: "stays", text: visible(text) }) : h("del", { text: visible(text) }))));
    const came = h("td", { lang: "zh-CN" }, row.kind ? h("span", { class: "what", text: row.kind }) : null, ...row.came.flatMap(([text, repair]) => (repair < 0 ? words(text) : [this.repair(text, repair)])));
    if (!row.came.length) {
      const words = row.stood.map(([text]) => text).join("").trim();
      const why = this.account.findings.find((each) => each.span?.line === row.number && each.span.file === this.account.file && each.message.includes(words.slice(0, 12)));
      came.append(h("span", { class: "hint", text: why ? `不在正文里：${why.message}` : "不在正文里（页眉、页码、目录一类）" }));
    }
    return h("tr", {}, h("th", { scope: "row", text: String(row.number) }), stood, came);
  }

  private repair(text: string, repair: number): HTMLElement {
    const done = this.account.repairs[repair]!;
    if (!this.undoable.includes(repair)) return h("ins", { text: visible(text) || "▸", title: "这一处改正不能单独退回" });
    const undone = this.undone.has(repair);
    const shown = button(undone ? visible(done.before) : visible(text) || "▸", () => {
      if (undone) this.undone.delete(repair);
      else this.undone.add(repair);
      this.rows();
    }, {
      class: undone ? "repair undone" : "repair",
      title: undone ? "现在照原文；点一下改正" : `原来是“${visible(done.before)}”；点一下照原文`,
      "aria-pressed": String(!undone),
      "aria-label": `第 ${done.line} 段，“${visible(done.before)}”改成“${visible(done.after) || "没有"}”${undone ? "，没有改" : "，已改"}`,
    });
    shown.dataset.repair = String(repair);
    return shown;
  }
}

/** A line of a manuscript without its marks: what it says. */
function words(text: string): (Node | string)[] {
  return text
    .replaceAll("**", "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .split(/(\[\^[^\]\s]+\])/)
    .map((part) => (/^\[\^.+\]$/.test(part) ? h("sup", { text: `注${part.slice(2, -1)}` }) : part));
}

/** What the signs mean by which blanks are shown. */
export const LEGEND = "␣ 是一个半角空格，□ 是一个全角空格，⇥ 是制表符，▸ 是删去了空格的地方。";

/** Blanks, so that people see them. */
export function visible(text: string): string {
  return text.replace(/[ \u00a0\u2000-\u200a\u202f\u205f]/g, "␣").replaceAll("　", "□").replaceAll("\t", "⇥");
}

function summary(each: Account): string {
  const said = [`${each.converted ? "由 LibreOffice 转换，转换后" : "原文"} ${each.counted.toLocaleString("zh-CN")} 字，${each.lost ? `有 ${each.lost} 处没有放进来` : "一字未漏"}`];
  if (each.repairs.length) said.push(`改正 ${each.repairs.length} 处`);
  if (each.pictures) said.push(`图片 ${each.pictures} 幅`);
  if (each.errors) said.push(`有 ${each.errors} 处要改好才排得出来`);
  return `${said.join("，")}。`;
}
