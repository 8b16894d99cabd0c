// Every state that was saved: when, what differs from now, and back to it.

import { button, clear, h } from "./dom";
import { busy, dialog, failed } from "./dialog";
import type { Issue } from "./issue";
import { difference } from "./lines";
import { waitFor } from "./reports";
import { say } from "./saying";
import { get } from "./server";
import { SETTINGS } from "./texts";

interface Gone {
  file: string;
  title: string;
  length: number;
  text: string;
  time: number;
}

interface State {
  number: number;
  time: number;
  why: string;
}

export async function past(issue: Issue, open: (file: string) => void): Promise<void> {
  const box = dialog("历史", { wide: true });
  const list = h("ol", { class: "states" });
  const shown = h("div", { class: "difference" }, h("p", { class: "hint", text: "点其中一次，看它和现在差在哪里。" }));
  box.body.append(h("p", { class: "hint", text: "每次停下来都会记一份。退回以前的不会丢掉现在的：退回之前也记了一份。" }), h("div", { class: "two" }, list, shown));
  box.foot.append(button("关闭", () => box.close()));
  try {
    await issue.settled();
    const { reports } = await get<{ reports: Gone[] }>(`${issue.path}/gone`);
    if (reports.length) box.body.insertBefore(gone(issue, reports, shown, (file) => (box.close(), open(file))), box.body.lastElementChild);
    const { states } = await get<{ states: State[] }>(`${issue.path}/states`);
    let day = "";
    for (const state of states) {
      const at = new Date(state.time * 1000);
      const date = at.toLocaleDateString("zh-CN", { month: "long", day: "numeric", weekday: "short" });
      if (date !== day) list.append(h("li", { class: "day", text: (day = date) }));
      const entry = button(`${at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })}　${state.why}`, () => {
        for (const each of list.querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
        entry.setAttribute("aria-current", "true");
        void compare(issue, state, shown, () => box.close());
      }, { class: "link" });
      list.append(h("li", {}, entry));
    }
  } catch (error) {
    box.close();
    failed(error);
  }
}

/** Reports that were taken away, each to be looked at and had back. */
function gone(issue: Issue, reports: Gone[], shown: HTMLElement, open: (file: string) => void): HTMLElement {
  const list = h("ul", { class: "gone" });
  for (const report of reports) {
    const back: HTMLButtonElement = button("找回这一篇", () => void busy(back, "正在找回……", async () => {
      const { file } = await issue.act<{ file: string }>("back", { file: report.file });
      await waitFor(() => issue.files.includes(file));
      open(file);
      say("找回来了，排在最后一篇。按 Ctrl+Z 可以撤销。");
    }), { class: "small", "aria-label": `找回“${report.title || report.file}”` });
    const look = button(report.title || report.file, () => clear(shown, h("h3", { text: report.title || report.file }), ...report.text.split("\n").filter((each) => each.trim() && !each.startsWith("# ")).map((text) => h("p", { text }))), { class: "link" });
    list.append(h("li", {}, look, h("span", { class: "hint", text: `　${report.length.toLocaleString("zh-CN")} 字　` }), back));
  }
  return h("details", { open: true }, h("summary", { text: `删去的稿件（${reports.length}）` }), list);
}

async function compare(issue: Issue, state: State, shown: HTMLElement, done: () => void): Promise<void> {
  const { texts, now } = await get<{ texts: Record<string, string>; now: Record<string, string> }>(`${issue.path}/state/${state.number}`);
  const changed = Object.keys(texts).filter((file) => texts[file] !== now[file]);
  const later = Object.keys(now).filter((file) => !(file in texts));
  if (!changed.length) {
    clear(shown, h("p", { text: later.length ? `与现在一样，只是那时还没有 ${later.map((each) => issue.called(each)).join("、")}。` : "与现在一样。" }));
    return;
  }
  const words = await settingsInWords(issue);
  const ticks = new Map<string, HTMLInputElement>();
  const parts = changed.map((file) => {
    const tick = h("input", { type: "checkbox", checked: true, id: `back-${file}` });
    ticks.set(file, tick);
    return h("section", {}, h("h3", {}, tick, h("label", { htmlFor: tick.id, text: issue.called(file) })), differences(now[file] ?? "", texts[file]!, file === SETTINGS ? words : undefined));
  });
  const back: HTMLButtonElement = button("退回到这一次", () => {
    const files = [...ticks].filter(([, tick]) => tick.checked).map(([file]) => file);
    if (!files.length) return say("一个也没有选。");
    void busy(back, "正在退回……", async () => {
      await issue.act("restore", { number: state.number, files });
      done();
      say("退回好了。");
    });
  }, { class: "main" });
  clear(shown, h("p", {}, h("del", { text: "现在的" }), "　", h("ins", { text: "那时的" })), ...parts, back);
}

/** Of lists, whose keys have no field. */
const LISTS: Record<string, string> = { reports: "稿件", sections: "栏目", attachments: "附件", name: "栏目名", numbering: "编号", file: "附件" };

/** A line of issue.yaml as the form has it: 印数：400. */
async function settingsInWords(issue: Issue): Promise<(line: string) => string> {
  const form = await get<{ fields: { key: string; title: string }[] }>(`${issue.path}/form?file=${SETTINGS}`).catch(() => ({ fields: [] }));
  const titles = new Map([...Object.entries(LISTS), ...form.fields.map((each): [string, string] => [each.key, each.title])]);
  return (line) =>
    line
      .replace(/^([\s-]*)([a-z_]+):\s*/, (all, indent: string, key: string) => (titles.has(key) ? `${indent}${titles.get(key)}：` : all))
      .replace(/^[\s-]+/, "")
      .replace(/[^\s,[\]{}"']+\.md/g, (file) => issue.called(file));
}

/** Paragraphs that differ, the one over the other. */
export function differences(before: string, after: string, words = (line: string) => line): HTMLElement {
  const lines = (text: string) => text.split("\n").filter((each) => each.trim()).map(words);
  const left = lines(before);
  const right = lines(after);
  const there = new Set(right);
  const here = new Set(left);
  const box = h("div", { class: "paragraphs" });
  const gone = left.filter((each) => !there.has(each));
  const come = right.filter((each) => !here.has(each));
  if (gone.length === come.length) for (const [index, each] of gone.entries()) box.append(within(each, come[index]!));
  else {
    for (const each of gone) box.append(h("p", {}, h("del", { text: each })));
    for (const each of come) box.append(h("p", {}, h("ins", { text: each })));
  }
  if (!box.childElementCount) box.append(h("p", { class: "hint", text: "只有空行或先后不同。" }));
  return box;
}

/** One paragraph with what went and what came, between what is the same in both. */
function within(before: string, after: string): HTMLElement {
  const [change] = difference(before, after);
  if (!change) return h("p", { text: after });
  return h("p", {}, before.slice(0, change.from), h("del", { text: before.slice(change.from, change.to) }), h("ins", { text: change.insert }), before.slice(change.to));
}
