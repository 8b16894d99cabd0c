// The list of reports: chosen by a click, ordered by dragging or by keys, also from one section into another.

import { button, clear, h, steady } from "./dom";
import { agreed, asked, dialog, failed } from "./dialog";
import type { Outline, Report } from "./happenings";
import type { Issue } from "./issue";
import { say } from "./saying";
import { SETTINGS } from "./texts";

interface Order {
  sections: { name: string; numbering: string; reports: string[] }[];
  attachments: string[];
}

export class Reports {
  readonly element: HTMLElement;
  private readonly list = h("div", { class: "list" });
  /** What may be done with the report that is shown. */
  private readonly current = h("div", { class: "of-current", role: "group", "aria-label": "正在看的这一篇" });
  private dragged = "";

  constructor(
    private readonly issue: Issue,
    private readonly open: (file: string) => void,
    intake: () => void,
  ) {
    this.element = h(
      "nav",
      { class: "reports", "aria-label": "本期的稿件" },
      this.list,
      h(
        "div",
        { class: "under" },
        this.current,
        button("放入 Word 文件", intake, { class: "main" }),
        button("新写一篇", () => void this.write()),
        button("添一个栏目", () => void this.section()),
      ),
    );
  }

  show(): void {
    const outline = this.issue.outline;
    const parts: HTMLElement[] = [this.entry({ file: SETTINGS, title: "本期设置", length: 0 }, 0, "")];
    let number = 0;
    outline.sections.forEach((section, index) => {
      const head = h("h3", { class: "section" }, section.name || (outline.sections.length > 1 ? "没有栏目名" : "稿件"));
      head.append(button("改名", () => void this.rename(index), { class: "small", "aria-label": `给栏目${section.name}改名` }));
      this.target(head, index, 0);
      parts.push(head);
      section.reports.forEach((report, place) => parts.push(this.entry(report, ++number, `${index}/${place}`)));
      if (!section.reports.length) {
        const empty = h("p", { class: "hint", text: "把稿件拖到这里" });
        this.target(empty, index, 0);
        parts.push(empty);
      }
    });
    if (outline.attachments.length) {
      const head = h("h3", { class: "section", text: "附件" });
      this.target(head, -1, 0);
      parts.push(head);
      outline.attachments.forEach((report, place) => parts.push(this.entry(report, 0, `-1/${place}`)));
    }
    if (outline.drafts.length) {
      parts.push(h("h3", { class: "section", text: "没有收入本期" }));
      outline.drafts.forEach((report) => parts.push(this.entry(report, 0, "draft")));
    }
    const unwritten = this.issue.unwritten;
    if (unwritten.length)
      parts.splice(1, 0, h("div", { class: "notice unwritten" }, h("p", { text: `${unwritten.length} 篇空稿还没有人写，会照样印出来。` }), button("删去空稿", () => void this.removeAll(unwritten.map((each) => each.file)), { class: "small" })));
    const here = () => this.list.querySelector<HTMLElement>(".report[aria-current], .report");
    steady(this.list, () => clear(this.list, ...parts), here);
    const shown = this.issue.reports.find((each) => each.file === this.issue.current);
    steady(this.current, () => this.aboutCurrent(shown), here);
  }

  private aboutCurrent(shown: Report | undefined): void {
    this.current.hidden = !shown;
    clear(
      this.current,
      h("span", { class: "hint", text: "这一篇：" }),
      shown && button("上移", () => void this.step(shown.file, -1), { class: "small", title: "在列表里按 Alt+↑ 也行" }),
      shown && button("下移", () => void this.step(shown.file, 1), { class: "small", title: "在列表里按 Alt+↓ 也行" }),
      shown && button("删去", () => void this.remove(shown), { class: "small", "aria-label": "删去这一篇" }),
    );
  }

  private entry(report: Report, number: number, place: string): HTMLElement {
    const found = this.issue.findings.filter((each) => each.span?.file === report.file);
    const broken = this.issue.broken.filter((each) => each.span?.file === report.file);
    const errors = new Set([...broken, ...found].filter((each) => each.severity === "error" || broken.includes(each)).map((each) => `${each.span!.line} ${each.message}`)).size;
    const state = errors ? `${errors} 处要改` : found.length ? `${found.length} 处请看` : "";
    const said = report.file === SETTINGS ? "期号、日期、发送范围" : report.empty ? "还没有写" : report.length ? `${report.length.toLocaleString("zh-CN")} 字` : "还没有写";
    const element = h(
      "button",
      { type: "button", class: "report", "aria-current": this.issue.current === report.file ? "true" : undefined, draggable: place !== "" },
      number ? h("span", { class: "number", text: String(number) }) : null,
      h("span", { class: "title", text: report.title || "（没有标题）" }),
      h("span", { class: "length", text: said }),
      state ? h("span", { class: `state ${errors ? "error" : "warning"}`, text: state }) : null,
    );
    element.dataset.file = report.file;
    element.addEventListener("click", () => this.open(report.file));
    if (place) {
      element.title = "按住可以拖动；Alt+↑、Alt+↓ 移动，Delete 删去";
      element.addEventListener("dragstart", (event) => {
        this.dragged = report.file;
        event.dataTransfer!.effectAllowed = "move";
        event.dataTransfer!.setData("text/plain", report.title);
      });
      element.addEventListener("dragend", () => (this.dragged = ""));
      element.addEventListener("keydown", (event) => {
        if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
          event.preventDefault();
          void this.step(report.file, event.key === "ArrowUp" ? -1 : 1);
        } else if (event.key === "Delete") void this.remove(report);
      });
      const [section, index] = place.split("/").map(Number) as [number, number];
      if (place !== "draft") this.target(element, section, index + 1);
    }
    return element;
  }

  /** Where a report may be dropped: into a section, before the one at `index`. */
  private target(element: HTMLElement, section: number, index: number): void {
    element.addEventListener("dragover", (event) => {
      if (!this.dragged) return;
      event.preventDefault();
      element.classList.add("over");
    });
    element.addEventListener("dragleave", () => element.classList.remove("over"));
    element.addEventListener("drop", (event) => {
      element.classList.remove("over");
      if (!this.dragged) return;
      event.preventDefault();
      event.stopPropagation();
      void this.move(this.dragged, section, index);
    });
  }

  private order(): Order {
    const outline: Outline = this.issue.outline;
    return {
      sections: outline.sections.map((each) => ({ name: each.name, numbering: each.numbering, reports: each.reports.map((one) => one.file) })),
      attachments: outline.attachments.map((each) => each.file),
    };
  }

  private async move(file: string, section: number, index: number): Promise<void> {
    const order = this.order();
    const lists = [...order.sections.map((each) => each.reports), order.attachments];
    const target = section < 0 ? order.attachments : order.sections[section]!.reports;
    for (const list of lists) {
      const at = list.indexOf(file);
      if (at < 0) continue;
      list.splice(at, 1);
      if (list === target && at < index) index--;
    }
    target.splice(index, 0, file);
    await this.put(order);
  }

  /** Up or down by one, over the border of a section. */
  private async step(file: string, by: number): Promise<void> {
    const order = this.order();
    const section = order.sections.findIndex((each) => each.reports.includes(file));
    const list = section < 0 ? order.attachments : order.sections[section]!.reports;
    const at = list.indexOf(file);
    if (at < 0) {
      order.sections.at(-1)?.reports.push(file); // it is not in the issue yet
      await this.put(order);
      return;
    }
    const next = at + by;
    if (next >= 0 && next < list.length) {
      list.splice(at, 1);
      list.splice(next, 0, file);
    } else {
      const other = order.sections[section + by];
      if (section < 0 || !other) return say("已经到头了。");
      list.splice(at, 1);
      other.reports.splice(by < 0 ? other.reports.length : 0, 0, file);
    }
    await this.put(order);
    say(by < 0 ? "上移了一位。" : "下移了一位。");
  }

  private async put(order: Order): Promise<void> {
    try {
      await this.issue.settled();
      await this.issue.act("order", order);
    } catch (error) {
      failed(error);
    }
  }

  /** What may be done about attachments; `choose` has files chosen and hands over what came of them. */
  attach(file: string, choose: (taken: (added: string[]) => Promise<void>) => void): void {
    const attached = this.issue.outline.attachments.some((each) => each.file === file);
    const box = dialog("附件");
    const act = (text: string, hint: string, run: () => Promise<void> | void) =>
      h("div", {}, button(text, () => { box.close(); void run(); }), h("p", { class: "hint", text: hint }));
    box.body.append(
      attached
        ? act("把这一篇移回正文", "排在正文的最后一篇，再拖动调整。", () => this.move(file, this.issue.outline.sections.length - 1, 10_000))
        : act("把这一篇列为附件", "从正文里移出，另页起排，标“附件”。", () => this.move(file, -1, 10_000)),
      act("新写一个附件", "先起个标题，再写。", async () => {
        const made = await this.write("新写一个附件");
        if (made) await this.attached([made]);
      }),
      act("放入文件作附件", "收到的 Word 等文件，读好、看过以后列为附件。", () => choose((added) => this.attached(added))),
    );
    box.foot.append(button("取消", () => box.close()));
  }

  private async attached(files: string[]): Promise<void> {
    const order = this.order();
    for (const each of order.sections) each.reports = each.reports.filter((file) => !files.includes(file));
    order.attachments = [...order.attachments.filter((file) => !files.includes(file)), ...files];
    await this.put(order);
  }

  private async write(what = "新写一篇"): Promise<string | undefined> {
    const title = await asked(what, "标题（以后可以改）", "", "新写");
    if (title === undefined) return undefined;
    try {
      const { file } = await this.issue.act<{ file: string }>("report", { title });
      await waitFor(() => this.issue.files.includes(file));
      this.open(file);
      return file;
    } catch (error) {
      failed(error);
      return undefined;
    }
  }

  /** From this line on it is another report: a file held those of two cities. */
  async part(file: string, line: number): Promise<void> {
    try {
      await this.issue.settled();
      const { file: made } = await this.issue.act<{ file: string }>("part", { file, line });
      await waitFor(() => this.issue.files.includes(made));
      this.open(made);
      say("分成了两篇。按 Ctrl+Z 可以撤销。");
    } catch (error) {
      failed(error);
    }
  }

  private async section(): Promise<void> {
    const name = await asked("添一个栏目", "栏目名", "", "添上");
    if (!name) return;
    const order = this.order();
    const unnamed = order.sections.some((each) => !each.name && each.reports.length > 1);
    const last = order.sections.flatMap((each) => each.reports).at(-1);
    if (!last) return say("还没有稿件：先放入一篇，再分栏目。", "bad");
    for (const each of order.sections) each.reports = each.reports.filter((file) => file !== last);
    order.sections.push({ name, numbering: "", reports: [last] });
    await this.put(order);
    say(`最后一篇放进了新栏目，可以再拖动调整。${unnamed ? "其余的归到“栏目”，请点它旁边的“改名”。" : ""}`);
  }

  private async rename(index: number): Promise<void> {
    const order = this.order();
    const name = await asked("栏目改名", "栏目名", order.sections[index]!.name, "改");
    if (name === undefined) return;
    order.sections[index]!.name = name;
    await this.put(order);
  }

  async remove(report: Report): Promise<void> {
    const yes = await agreed("删去一篇", `要从本期删去“${report.title || report.file}”吗？删错了可以撤销（Ctrl+Z）。`, "删去");
    if (yes) await this.removeAll([report.file]);
  }

  /** All of them at once: one deed, undone at once. */
  async removeAll(files: string[]): Promise<void> {
    try {
      await this.issue.settled();
      await this.issue.act("remove", { files });
      say(`${files.length > 1 ? `删去了 ${files.length} 篇` : "删去了"}。按 Ctrl+Z 可以撤销。`);
    } catch (error) {
      failed(error);
    }
  }
}

export async function waitFor(ready: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !ready(); tries++) await new Promise((resolve) => setTimeout(resolve, 25));
}
