// What the program says of the text: a list under the manuscript, and a small window at the place.

import { button, clear, h, steady } from "./dom";
import { agreed, dialog } from "./dialog";
import { LEGEND, visible } from "./filereview";
import type { Issue } from "./issue";
import { units } from "./lines";
import { headLines } from "./marks";
import { say } from "./saying";
import type { Finding } from "./server";
import { SETTINGS } from "./texts";

const KINDS = { error: "要改", warning: "请看", note: "说明" };

export class Problems {
  readonly element: HTMLElement;
  private readonly list = h("ol", { class: "problems" });
  private readonly head = h("h2", { text: "没有发现问题" });
  private readonly all: HTMLButtonElement;
  private popover: HTMLElement | undefined;

  constructor(
    private readonly issue: Issue,
    private readonly go: (finding: Finding) => void,
    private readonly asOne: <T>(what: string, change: () => T) => T,
  ) {
    this.all = button("改好全部有把握的", () => void this.fixAll(), { class: "quiet", hidden: true });
    this.element = h("section", { class: "found-list", "aria-label": "发现的问题" }, h("div", { class: "bar" }, this.head, this.all), this.list);
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    document.addEventListener("pointerdown", (event) => {
      if (this.popover && !this.popover.contains(event.target as Node)) this.close();
    });
  }

  show(found: Finding[]): void {
    const here = found.filter((each) => (each.span?.file ?? "") === this.issue.current || !each.span);
    const elsewhere = found.length - here.length;
    const fixes = found.filter((each) => each.fix).length;
    this.all.hidden = fixes === 0;
    this.all.textContent = `改好全部有把握的（${fixes}）`;
    const counted = here.length ? `本篇 ${here.length} 处` : "本篇没有发现问题";
    this.head.textContent = elsewhere ? `${counted}，别处还有 ${elsewhere} 处` : counted;
    const order = [...here, ...found.filter((each) => !here.includes(each))];
    const rows = order.slice(0, 200).map((each) =>
        h(
          "li",
          { class: each.severity },
          h("span", { class: "kind", text: KINDS[each.severity] }),
          h("span", { class: "message" }, button(each.message, () => this.go(each), { class: "link" }), h("small", { text: each.span ? `${this.issue.called(each.span.file)} 第 ${each.span.line} 行` : "" })),
          each.fix ? button("改正", () => this.fix([each]), { class: "small" }) : null,
          h("span", { class: "more" }, button("说明", () => this.explain(each), { class: "small" }), this.mayPass(each) ? button("不查", () => this.pass(each), { class: "small" }) : null),
        ),
      );
    steady(this.list, () => clear(this.list, ...rows), () => this.issue.view?.contentDOM);
  }

  /** At its place, with what can be done; `keys`: for whoever came by them. */
  pop(finding: Finding, at: DOMRect, keys = false): void {
    this.close();
    const fix = finding.fix;
    const element = h(
      "div",
      { class: `pop ${finding.severity}`, role: "dialog", "aria-label": finding.message },
      h("p", { text: finding.message }),
      fix ? h("p", { class: "swap" }, h("del", { text: shown(fix.old) }), "→", h("ins", { text: shown(fix.new) })) : null,
      finding.hint ? h("p", { class: "hint", text: finding.hint }) : null,
      fix && visible(fix.old + fix.new) !== fix.old + fix.new ? h("p", { class: "hint", text: LEGEND }) : null,
      h(
        "div",
        { class: "foot" },
        fix ? button("改正", () => { this.fix([finding]); this.close(); }, { class: "main small" }) : null,
        this.mayPass(finding) ? button("不查", () => { this.pass(finding); this.close(); }, { class: "small" }) : null,
        button("说明", () => { this.close(); this.explain(finding); }, { class: "small" }),
      ),
    );
    document.body.append(element);
    const width = Math.min(380, innerWidth - 24);
    element.style.width = `${width}px`;
    element.style.left = `${Math.max(12, Math.min(at.left, innerWidth - width - 12))}px`;
    const below = at.bottom + 8 + element.offsetHeight < innerHeight;
    element.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - element.offsetHeight - 8)}px`;
    this.popover = element;
    if (keys) element.querySelector("button")?.focus();
  }

  close(): void {
    const within = this.popover?.contains(document.activeElement);
    this.popover?.remove();
    this.popover = undefined;
    if (within) this.issue.view?.focus();
  }

  /** Rules of the proofreader may be told to let something stand; what stops the pages may not. */
  private mayPass(finding: Finding): boolean {
    return finding.severity !== "error" && !!finding.span && this.issue.stateOf(finding.span.file) !== undefined && !!finding.title;
  }

  private pass(finding: Finding): void {
    const { file, line } = finding.span!;
    const doc = this.issue.stateOf(file)!.doc;
    const here = doc.line(line);
    const yaml = file === SETTINGS || line <= headLines(doc);
    this.issue.change(file, { from: here.to, insert: yaml ? `  # 校对：不查 ${finding.code}` : ` <!-- 校对：不查 ${finding.code} -->` });
    say("这一处不再查。要恢复，删去行末的“校对：不查”即可。");
  }

  private explain(finding: Finding): void {
    const box = dialog(finding.title || finding.message);
    box.body.append(h("p", { text: finding.message }), finding.hint ? h("p", { class: "hint", text: finding.hint }) : "", h("h3", { text: "什么时候会这样说" }), h("p", { text: finding.why }), h("h3", { text: "怎样改" }), h("p", { text: finding.remedy }));
    box.foot.append(button("知道了", () => box.close(), { class: "main" }));
  }

  private async fixAll(): Promise<void> {
    const fixes = this.issue.findings.filter((each) => each.fix);
    const box = dialog("改好全部有把握的", { wide: true });
    const boxes = fixes.map((each) => ({ each, tick: h("input", { type: "checkbox", checked: true }) }));
    const table = h("table", { class: "plain" }, h("tr", {}, h("th", { text: "改" }), h("th", { text: "在哪里" }), h("th", { text: "原来" }), h("th", { text: "改成" }), h("th", { text: "为什么" })));
    for (const { each, tick } of boxes) {
      tick.setAttribute("aria-label", each.message);
      table.append(h("tr", {}, h("td", {}, tick), h("td", { text: `${this.issue.called(each.fix!.span.file)} 第 ${each.fix!.span.line} 行` }), h("td", {}, ...this.around(each, h("del", { text: shown(each.fix!.old) }))), h("td", {}, ...this.around(each, h("ins", { text: shown(each.fix!.new) }))), h("td", { text: each.message })));
    }
    box.body.append(h("p", { text: "下面这些只有一种改法。不想改的去掉前面的勾；改了以后可以撤销，也可以在“历史”里退回。" }), fixes.some((each) => visible(each.fix!.old + each.fix!.new) !== each.fix!.old + each.fix!.new) ? h("p", { class: "hint", text: LEGEND }) : "", table);
    box.foot.append(
      button("取消", () => box.close()),
      button("改", () => {
        const chosen = boxes.filter((each) => each.tick.checked).map((each) => each.each);
        box.close();
        const done = this.asOne("改好全部有把握的", () => this.fix(chosen));
        say(`改好了 ${done} 处。按 Ctrl+Z 可以撤销。`);
      }, { class: "main" }),
    );
  }

  /** A repair with the words that it stands in: of a mark alone nobody can say whether it is right. */
  private around(found: Finding, repair: HTMLElement): (Node | string)[] {
    const { span, old } = found.fix!;
    const doc = this.issue.stateOf(span.file)?.doc;
    if (!doc || span.line > doc.lines) return [repair];
    const { text } = doc.line(span.line);
    const from = units(text, span.column);
    const to = from + old.length;
    const before = [...text.slice(0, from)], after = [...text.slice(to)];
    return [(before.length > AROUND ? "…" : "") + before.slice(-AROUND).join(""), repair, after.slice(0, AROUND).join("") + (after.length > AROUND ? "…" : "")];
  }

  /** How many of them could be made. */
  fix(found: Finding[]): number {
    let done = 0;
    for (const file of new Set(found.map((each) => each.fix!.span.file))) {
      const state = this.issue.stateOf(file);
      if (!state) continue;
      const changes: { from: number; to: number; insert: string }[] = [];
      for (const { fix } of found) {
        if (!fix || fix.span.file !== file || fix.span.line > state.doc.lines) continue;
        const line = state.doc.line(fix.span.line);
        const from = line.from + units(line.text, fix.span.column);
        const to = from + fix.old.length;
        if (state.sliceDoc(from, to) !== fix.old || changes.some((each) => from < each.to && to > each.from)) continue;
        changes.push({ from, to, insert: fix.new });
      }
      if (changes.length) this.issue.change(file, changes);
      done += changes.length;
    }
    if (!done) say("这里已经改过，没有再改。");
    return done;
  }
}

/** Characters on each side of a repair that are shown with it. */
const AROUND = 8;

function shown(text: string): string {
  return visible(text) || "（没有）";
}

export { agreed };
