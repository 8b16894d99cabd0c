// What others sent: files dropped on the desk, read, shown with what was put right and what was lost, and taken in when agreed to.

import { button, clear, h, say } from "./dom";
import { busy, dialog, failed, told } from "./dialog";
import type { Issue } from "./issue";
import { post, send, type Finding } from "./server";

interface Repair {
  before: string;
  after: string;
  around: string;
  line: number;
}

interface Account {
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
  namesake: string;
  /** Its name is that of a report in which nobody has written yet. */
  empty: boolean;
}

export function chooseFiles(issue: Issue, open: (file: string) => void): void {
  const input = h("input", { type: "file", multiple: true, accept: ".docx,.doc,.wps,.wpt,.rtf,.odt,.txt,.html,.htm,.mht,.zip,.docm" });
  input.addEventListener("change", () => void takeIn(issue, [...(input.files ?? [])], open));
  input.click();
}

export async function takeIn(issue: Issue, files: File[], open: (file: string) => void): Promise<void> {
  if (!files.length) return;
  const box = dialog("放入收到的文件", { wide: true, closed: () => quiet() });
  const step = h("p", { role: "status", text: "正在读文件……" });
  const bar = h("progress", { max: files.length, value: 0, "aria-label": "进度" });
  box.body.append(step, bar);
  const quiet = issue.on("step", (said) => (step.textContent = `${said.step}……`));
  let batch = "";
  try {
    for (const [index, file] of files.entries()) {
      step.textContent = `正在读 ${file.name}……`;
      const path = `${issue.path}/upload?batch=${encodeURIComponent(batch)}&name=${encodeURIComponent(file.name)}`;
      ({ batch } = await send<{ batch: string }>(path, file, (share) => (bar.value = index + share)));
    }
    bar.removeAttribute("value");
    await issue.settled();
    const { reports, pictures } = await post<{ reports: Account[]; pictures: string[] }>(`${issue.path}/drafts`, { batch });
    review(issue, box, batch, reports, pictures, open);
  } catch (error) {
    box.close();
    failed(error);
  }
}

function review(issue: Issue, box: ReturnType<typeof dialog>, batch: string, reports: Account[], pictures: string[], open: (file: string) => void): void {
  const ready = reports.filter((each) => each.index !== undefined);
  const chosen = new Map<number, { take: HTMLInputElement; replace?: HTMLInputElement }>();
  const parts = reports.map((each) => {
    if (each.skipped) return h("article", { class: "account" }, h("h3", { text: each.file }), h("p", { text: `${each.skipped}，没有理会。` }));
    if (each.refused) return h("article", { class: "account error" }, h("h3", { text: each.file }), h("p", { text: "这个文件放不进来：" }), told(each.refused));
    const take = h("input", { type: "checkbox", checked: true, id: `take-${each.index}` });
    const entry: { take: HTMLInputElement; replace?: HTMLInputElement } = { take };
    const article = h("article", { class: "account" }, h("h3", {}, take, h("label", { htmlFor: take.id, text: each.file })), h("p", { class: each.lost ? "wrong" : "good", text: summary(each) }));
    if (each.empty) article.append(h("p", { class: "hint", text: "本期给它留了一篇空稿，就写在那里。" }));
    else if (each.namesake) {
      entry.replace = h("input", { type: "checkbox", id: `replace-${each.index}` });
      article.append(h("p", {}, entry.replace, h("label", { htmlFor: entry.replace.id, text: `换掉本期原来的 ${each.namesake}（不打勾就另放一篇）` })));
    }
    if (each.findings.length) article.append(h("details", { open: each.lost > 0 || each.errors > 0 }, h("summary", { text: `要知道的 ${each.findings.length} 处` }), told(each.findings)));
    if (each.repairs.length) article.append(h("details", {}, h("summary", { text: `改正了 ${each.repairs.length} 处标点、空格和数字` }), repairs(each.repairs)));
    article.append(h("details", {}, h("summary", { text: "看放进来的文字" }), h("pre", { class: "manuscript", text: each.markdown, lang: "zh-CN", tabIndex: 0 })));
    chosen.set(each.index!, entry);
    return article;
  });
  if (pictures.length) parts.push(h("p", { class: "notice", text: `还有 ${pictures.length} 张图片没有放：${pictures.join("、")}。请打开要用图的那一篇，在要放的地方点“图片”，或把图片拖到那里。` }));
  clear(box.body, h("p", { text: ready.length ? `读好了 ${ready.length} 个文件，请看一看，再放进本期。` : "没有能放进来的文件。" }), ...parts);
  if (!ready.length) {
    box.foot.append(button("知道了", () => box.close(), { class: "main" }));
    return;
  }
  const yes = button("放进本期", () => {
    const taken = [...chosen].filter(([, each]) => each.take.checked).map(([index]) => index);
    if (!taken.length) return say("一个也没有选。");
    const replacing = [...chosen].filter(([, each]) => each.take.checked && each.replace?.checked).map(([index]) => index);
    void busy(yes, "正在放……", async () => {
      const { added } = await post<{ added: string[] }>(`${issue.path}/accept`, { batch, chosen: taken, replacing });
      box.close();
      say(`放进了 ${added.length} 篇。`);
      const first = added[0];
      if (first) setTimeout(() => issue.files.includes(first) && open(first), 600);
    });
  }, { class: "main" });
  box.foot.append(button("取消", () => box.close()), yes);
  yes.focus();
}

function summary(each: Account): string {
  const said = [`${each.converted ? "由 LibreOffice 转换，转换后" : "原文"} ${each.counted.toLocaleString("zh-CN")} 字，${each.lost ? `有 ${each.lost} 处没有放进来` : "一字未漏"}`];
  if (each.repairs.length) said.push(`改正 ${each.repairs.length} 处`);
  if (each.pictures) said.push(`图片 ${each.pictures} 幅`);
  if (each.errors) said.push(`有 ${each.errors} 处要改好才排得出来`);
  return `${said.join("，")}。`;
}

export function repairs(found: Repair[]): HTMLElement {
  const shown = (text: string) => text.replaceAll(" ", "␣").replaceAll("　", "□").replaceAll("\t", "⇥") || "（没有）";
  const table = h("table", { class: "plain" }, h("tr", {}, h("th", { text: "第几段" }), h("th", { text: "原来" }), h("th", { text: "现在" }), h("th", { text: "在这里" })));
  for (const each of found) table.append(h("tr", {}, h("td", { text: String(each.line) }), h("td", {}, h("del", { text: shown(each.before) })), h("td", {}, h("ins", { text: shown(each.after) })), h("td", { text: each.around })));
  return table;
}

/** What was on the clipboard of Word, WPS or a web page, as it is to stand in a manuscript; undefined where nothing came of it. */
export async function pasted(issue: Issue, html: string): Promise<string | undefined> {
  try {
    const said = await post<{ markdown: string; lost: number; local: number; repairs: Repair[]; findings: Finding[] }>(`${issue.path}/paste`, { html });
    if (said.local) say("图片没有带过来。请把 Word 文件拖进来，或把图片另存后拖到要放的地方。", "bad");
    else if (said.lost) say(`有 ${said.lost} 处没有带过来，请对照原文。`, "bad");
    else say(said.repairs.length ? `粘贴好了，改正了 ${said.repairs.length} 处标点和空格。` : "粘贴好了。");
    return said.markdown;
  } catch (error) {
    failed(error);
    return undefined;
  }
}
