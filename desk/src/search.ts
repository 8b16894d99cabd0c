// Find and replace over the whole issue. The browser's own search does not find a word that a line's end parts.

import { button, clear, h } from "./dom";
import type { Issue } from "./issue";
import { column } from "./lines";
import { say } from "./saying";
import type { Place } from "./server";
import { SETTINGS } from "./texts";

interface Hit {
  file: string;
  at: number;
  line: number;
}

const MOST = 500;

export class Search {
  readonly element: HTMLElement;
  private readonly wanted = h("input", { type: "text", id: "search-for", autocomplete: "off" });
  private readonly instead = h("input", { type: "text", id: "search-instead", autocomplete: "off" });
  private readonly count = h("p", { role: "status", class: "hint" });
  private readonly list = h("ol", { class: "hits" });
  private hits: Hit[] = [];
  private at = -1;

  constructor(
    private readonly issue: Issue,
    private readonly go: (place: Place, focus: boolean) => void,
  ) {
    const form = h(
      "form",
      { on: { submit: (event: Event) => { event.preventDefault(); this.next(1); } } },
      h("label", { htmlFor: "search-for", text: "查找" }), this.wanted,
      button("上一处", () => this.next(-1)), h("button", { type: "submit", text: "下一处" }),
      h("label", { htmlFor: "search-instead", text: "换成" }), this.instead,
      button("换这一处", () => this.swap()), button("全部换掉", () => this.swapAll()),
      button("关闭", () => this.close(), { class: "quiet" }),
    );
    this.element = h("section", { class: "search", hidden: true, "aria-label": "查找和替换" }, form, this.count, this.list);
    this.wanted.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.look();
    });
    this.wanted.addEventListener("compositionend", () => this.look());
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.close();
    });
    issue.on("text", () => {
      if (!this.element.hidden) this.look();
    });
  }

  open(): void {
    this.element.hidden = false;
    const selection = this.issue.view ? this.issue.view.state.sliceDoc(this.issue.view.state.selection.main.from, this.issue.view.state.selection.main.to) : "";
    if (selection && !selection.includes("\n") && selection.length < 60) this.wanted.value = selection;
    this.wanted.focus();
    this.wanted.select();
    this.look();
  }

  close(): void {
    this.element.hidden = true;
    this.issue.view?.focus();
  }

  private look(): void {
    const wanted = this.wanted.value;
    this.hits = [];
    if (wanted) {
      const order = [...this.issue.outline.sections.flatMap((each) => each.reports), ...this.issue.outline.attachments].map((each) => each.file);
      for (const file of [...order, ...this.issue.files.filter((each) => !order.includes(each))]) {
        const text = this.issue.textOf(file);
        let line = 1;
        let counted = 0;
        for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
          for (; counted < at; counted++) if (text[counted] === "\n") line++;
          this.hits.push({ file, at, line });
        }
      }
    }
    this.at = Math.min(this.at, this.hits.length - 1);
    this.count.textContent = wanted ? (this.hits.length ? `找到 ${this.hits.length} 处` : "没有找到") : "";
    clear(
      this.list,
      ...this.hits.slice(0, MOST).map((hit, index) => {
        const text = this.issue.textOf(hit.file);
        const from = Math.max(text.lastIndexOf("\n", hit.at) + 1, hit.at - 14);
        const end = text.indexOf("\n", hit.at);
        const to = Math.min(end < 0 ? text.length : end, hit.at + wanted.length + 20);
        const element = h("button", { type: "button", class: "hit", "aria-current": index === this.at ? "true" : undefined }, text.slice(from, hit.at), h("mark", { text: wanted }), text.slice(hit.at + wanted.length, to));
        element.addEventListener("click", () => this.show(index, true));
        return h("li", {}, element);
      }),
    );
  }

  private next(by: number): void {
    if (!this.hits.length) return;
    this.show((this.at + by + this.hits.length) % this.hits.length, false);
  }

  private show(index: number, focus: boolean): void {
    this.at = index;
    const hit = this.hits[index]!;
    const text = this.issue.textOf(hit.file);
    const start = text.lastIndexOf("\n", hit.at - 1) + 1;
    const line = text.slice(start, hit.at + this.wanted.value.length);
    this.go({ file: hit.file, line: hit.line, column: column(line, hit.at - start), length: [...this.wanted.value].length }, focus);
    for (const [number, each] of [...this.list.querySelectorAll(".hit")].entries()) {
      each.toggleAttribute("aria-current", number === index);
      if (number === index) each.scrollIntoView({ block: "nearest" });
    }
  }

  private swap(): void {
    const hit = this.hits[this.at];
    if (!hit) return this.next(1);
    this.issue.change(hit.file, { from: hit.at, to: hit.at + this.wanted.value.length, insert: this.instead.value });
    this.look();
    if (this.hits.length) this.show(Math.max(0, Math.min(this.at, this.hits.length - 1)), false);
  }

  private swapAll(): void {
    const wanted = this.wanted.value;
    const hits = this.hits.filter((each) => each.file !== SETTINGS);
    if (!wanted || !hits.length) return;
    for (const file of new Set(hits.map((each) => each.file)))
      this.issue.change(file, hits.filter((each) => each.file === file).map((each) => ({ from: each.at, to: each.at + wanted.length, insert: this.instead.value })));
    say(`换掉了 ${hits.length} 处${this.hits.length ? "" : ""}。可以撤销，也可以在“历史”里退回。`);
    this.look();
  }
}
