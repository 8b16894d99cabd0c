// What others sent: files dropped on the desk, read, shown with what was put right and what was lost, and taken in when agreed to.

import { button, clear, h, say } from "./dom";
import { busy, dialog, failed } from "./dialog";
import type { Issue } from "./issue";
import { FileReview, type Account, type Repair } from "./filereview";
import { waitFor } from "./reports";
import { post, send, type Finding } from "./server";

/** What becomes of the reports that were put into the issue. */
export type Taken = (added: string[]) => void | Promise<void>;

export function chooseFiles(issue: Issue, taken: Taken): void {
  const input = h("input", { type: "file", multiple: true, accept: ".docx,.doc,.wps,.wpt,.rtf,.odt,.txt,.html,.htm,.mht,.zip,.docm" });
  input.addEventListener("change", () => void takeIn(issue, [...(input.files ?? [])], taken));
  input.click();
}

export async function takeIn(issue: Issue, files: File[], taken: Taken): Promise<void> {
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
    review(issue, box, batch, reports, pictures, taken);
  } catch (error) {
    box.close();
    failed(error);
  }
}

/** One file after another: what stood in it beside what came of it, each repair to be kept or undone. */
function review(issue: Issue, box: ReturnType<typeof dialog>, batch: string, reports: Account[], pictures: string[], taken: Taken): void {
  const ready = reports.filter((each) => each.index !== undefined);
  const reviews = reports.map((each) => new FileReview(each));
  const list = h("ol", { class: "row-of-files", "aria-label": "各个文件" });
  const room = h("div", { class: "review" });
  let at = 0;
  const show = (next: number) => {
    at = Math.max(0, Math.min(next, reviews.length - 1));
    clear(room, reviews[at]!.element);
    clear(list, ...reviews.map((each, index) => h("li", {}, each.tick, button(each.account.file, () => show(index), { class: `link ${each.state}`, "aria-current": index === at ? "true" : undefined }), h("small", { text: each.short }))));
    before.disabled = at === 0;
    after.disabled = at === reviews.length - 1;
    box.body.scrollTop = 0;
  };
  const before = button("上一个文件", () => show(at - 1));
  const after = button("下一个文件", () => show(at + 1));
  const lead = ready.length ? `读好了 ${ready.length} 个文件。左边是收到的原文，右边是放进来的；划去的已经改正，不想改的点一下就照原文。` : "没有能放进来的文件。";
  const notice = pictures.length ? h("p", { class: "notice", text: `还有 ${pictures.length} 张图片没有放：${pictures.join("、")}。请打开要用图的那一篇，在要放的地方点“图片”，或把图片拖到那里。` }) : null;
  clear(box.body, h("p", { text: lead }), notice, reviews.length > 1 ? list : null, room);
  show(0);
  if (!ready.length) {
    box.foot.append(button("知道了", () => box.close(), { class: "main" }));
    return;
  }
  const yes = button("放进本期", () => {
    const wanted = reviews.filter((each) => each.wanted);
    if (!wanted.length) return say("一个也没有选。");
    const asked = {
      batch,
      chosen: wanted.map((each) => each.account.index!),
      replacing: wanted.filter((each) => each.replacing).map((each) => each.account.index!),
      undone: Object.fromEntries(wanted.map((each) => [String(each.account.index), [...each.undone]])),
    };
    void busy(yes, "正在放……", async () => {
      const { added } = await issue.act<{ added: string[] }>("accept", asked);
      box.close();
      say(`放进了 ${added.length} 篇。按 Ctrl+Z 可以撤销。`);
      await waitFor(() => added.every((each) => issue.files.includes(each)));
      await taken(added);
    });
  }, { class: "main" });
  box.foot.append(...(reviews.length > 1 ? [before, after, h("span", { class: "fill" })] : []), button("取消", () => box.close()), yes);
  yes.focus();
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
