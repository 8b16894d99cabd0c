// What others sent: files dropped on the desk, read, shown with what was put right and what was lost, and taken in when agreed to.

import { button, clear, h, steady } from "./dom";
import { busy, dialog, failed } from "./dialog";
import type { Issue } from "./issue";
import { FileReview, type Account, type Repair } from "./filereview";
import { waitFor } from "./reports";
import { say } from "./saying";
import { Refused, post, send, type Finding } from "./server";

/** What becomes of the reports that were put into the issue. */
export type Taken = (added: string[]) => void | Promise<void>;

export function chooseFiles(issue: Issue, taken: Taken): void {
  const input = h("input", { type: "file", multiple: true, accept: ".docx,.doc,.wps,.wpt,.rtf,.odt,.txt,.html,.htm,.mht,.zip,.docm" });
  input.addEventListener("change", () => void takeIn(issue, [...(input.files ?? [])], taken));
  input.click();
}

/** What was dropped, with what is in its folders; a browser hands a folder over as a file that cannot be read. Throws Refused for
 * one that cannot be looked into, or has more in it than anybody sends. */
export async function dropped(data: DataTransfer | null): Promise<File[]> {
  const entries = [...(data?.items ?? [])].map((each) => each.webkitGetAsEntry?.() ?? null).filter((each) => each !== null);
  const files = [...(data?.files ?? [])]; // both are gone after the first wait
  if (!entries.some((each) => each.isDirectory)) return files;
  const found: File[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (found.length >= MOST) throw new Refused(0, `文件夹里的文件超过 ${MOST} 个，一个也没有放。请把要放的选出来，拖进来。`);
    if (entry.isFile) found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    else {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
        if (!some.length) break;
        for (const each of some) await walk(each);
      }
    }
  };
  try {
    for (const entry of entries) await walk(entry);
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(0, "文件夹里有读不出来的文件，一个也没有放。请打开文件夹，把要放的选出来，拖进来。");
  }
  return found.sort((one, other) => one.name.localeCompare(other.name, "zh-CN"));
}

/** The files of a folder that are looked at. */
const MOST = 1000;
const WAITING = "briefing batch";

/** Files that were sent: what the desk calls them together, "" where none arrived; and why others did not. */
export interface Sent {
  batch: string;
  unsent: { file: string; why: string }[];
}

/** Send files to an issue that is about to be opened, which shows them then. */
export async function sendAhead(name: string, files: File[], told: (file: File) => void): Promise<void> {
  const sent = await sendAll(`/api/issue/${encodeURIComponent(name)}`, files, told);
  sessionStorage.setItem(WAITING, JSON.stringify({ name, ...sent }));
}

/** The files that were sent ahead, once. */
export function waiting(name: string): Sent | undefined {
  try {
    const said = JSON.parse(sessionStorage.getItem(WAITING) ?? "{}") as { name?: string } & Partial<Sent>;
    if (said.name !== name) return undefined;
    sessionStorage.removeItem(WAITING);
    return { batch: said.batch ?? "", unsent: said.unsent ?? [] };
  } catch {
    return undefined;
  }
}

/** One after the other. One that cannot be sent keeps no other back. */
async function sendAll(path: string, files: File[], told: (file: File, index: number) => void, share?: (index: number, share: number) => void): Promise<Sent> {
  const sent: Sent = { batch: "", unsent: [] };
  for (const [index, file] of files.entries()) {
    told(file, index);
    if (!(await readable(file))) {
      sent.unsent.push({ file: file.name, why: "这个文件读不出来：可能正被别的程序占用，或者还在网盘上没有下载。请关上那个程序，或先复制到桌面上，再放一次。" });
      continue;
    }
    try {
      const address = `${path}/upload?batch=${encodeURIComponent(sent.batch)}&name=${encodeURIComponent(file.name)}`;
      sent.batch = (await send<{ batch: string }>(address, file, (part) => share?.(index, part))).batch;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 413) throw error;
      sent.unsent.push({ file: file.name, why: `${error.message}。` });
    }
  }
  return sent;
}

/** Whether the system hands out what is in a file: one that a program has locked it does not. */
async function readable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** `ahead`: files that were sent before; `then`: what comes when they have been looked at. */
export async function takeIn(issue: Issue, files: File[], taken: Taken, ahead?: { sent: Sent; then: () => void }): Promise<void> {
  if (!files.length && !ahead) return;
  const box = dialog("放入收到的文件", { wide: true, closed: () => { quiet(); ahead?.then(); } });
  const step = h("p", { role: "status", text: "正在读文件……" });
  const bar = h("progress", { max: files.length, value: 0, "aria-label": "进度" });
  box.body.append(step, bar);
  const quiet = issue.on("step", (said) => (step.textContent = `${said.step}……`));
  try {
    const { batch, unsent } = ahead?.sent ?? (await sendAll(issue.path, files, (file) => (step.textContent = `正在读 ${file.name}……`), (index, share) => (bar.value = index + share)));
    bar.removeAttribute("value");
    await issue.settled();
    const { reports, pictures } = batch ? await post<{ reports: Account[]; pictures: string[] }>(`${issue.path}/drafts`, { batch }) : { reports: [], pictures: [] };
    review(issue, box, batch, [...reports, ...unsent.map(notSent)], pictures, taken);
  } catch (error) {
    box.close();
    failed(error);
  }
}

function notSent({ file, why }: Sent["unsent"][number]): Account {
  return { file, refused: [{ message: why, hint: "", severity: "error", span: null } as Finding] } as Account;
}

/** One file after another: what stood in it beside what came of it, each repair to be kept or undone. */
function review(issue: Issue, box: ReturnType<typeof dialog>, batch: string, reports: Account[], pictures: string[], taken: Taken): void {
  const ready = reports.filter((each) => each.index !== undefined);
  const reviews = [...ready, ...reports.filter((each) => each.refused), ...reports.filter((each) => each.skipped)].map((each) => new FileReview(each, twice(issue, each, ready), !!copyOf(each, ready)));
  const notice = pictures.length ? h("p", { class: "notice", text: `${reports.length ? "还有" : "这里只有"} ${pictures.length} 张图片没有放：${pictures.join("、")}。请打开要用图的那一篇，在要放的地方点“图片”，或把图片拖到那里。` }) : null;
  if (!reports.length) {
    clear(box.body, notice ?? h("p", { text: "没有能放进来的文件。" }));
    box.foot.append(button("知道了", () => box.close(), { class: "main" }));
    return;
  }
  const list = h("ol", { class: "row-of-files", "aria-label": "各个文件" });
  const room = h("div", { class: "review" });
  let at = 0;
  const show = (next: number) => {
    at = Math.max(0, Math.min(next, reviews.length - 1));
    clear(room, reviews[at]!.element);
    steady(list, () => clear(list, ...reviews.map((each, index) => h("li", {}, each.tick, button(each.account.file, () => show(index), { class: `link ${each.state}`, "aria-current": index === at ? "true" : undefined, "aria-describedby": `said-of-${index}` }), h("small", { id: `said-of-${index}`, text: each.short })))));
    before.disabled = at === 0;
    after.disabled = at === reviews.length - 1;
    box.body.scrollTop = 0;
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  };
  const before = button("上一个文件", () => show(at - 1));
  const after = button("下一个文件", () => show(at + 1));
  const unfit = reports.filter((each) => each.refused).length;
  const ignored = reports.filter((each) => each.skipped).length;
  const besides = (unfit ? `，还有 ${unfit} 个放不进来，点它的名字看为什么` : "") + (ignored ? `，${ignored} 个是系统或 Word 自己的文件，不用理会` : "");
  const lead = ready.length
    ? `读好了 ${ready.length} 个文件${besides}。左边是收到的原文，右边是放进来的；划去的已经改正，不想改的点一下就照原文。`
    : "没有能放进来的文件。";
  clear(box.body, h("p", { text: lead }), notice, h("div", { class: reviews.length > 1 ? "intake" : "" }, reviews.length > 1 ? list : null, room));
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

/** The file before it that says the very same: sent twice, or in an archive and beside it. */
function copyOf(each: Account, ready: Account[]): Account | undefined {
  return each.index === undefined ? undefined : ready.find((one) => one.index! < each.index! && one.markdown === each.markdown);
}

/** One office, two texts: the first draft and the second, as they come on a Friday. */
function twice(issue: Issue, each: Account, ready: Account[]): string {
  if (each.index === undefined) return "";
  const copy = copyOf(each, ready);
  if (copy) return `与前面的 ${copy.file} 一字不差，是同一篇：没有打勾，不会再放一遍。`;
  if (!each.office) return "";
  const other = ready.find((one) => one !== each && one.office === each.office && !copyOf(one, ready));
  if (other) return `${other.file} 也是${each.office}的，像是两稿。只要一稿的，去掉另一个名字前面的勾。`;
  const there = each.namesake ? undefined : issue.reports.find((one) => !one.empty && one.title.startsWith(each.office!));
  return there ? `本期已经有${each.office}的一篇《${there.title}》；再放一篇就有两篇。不要原来那篇的，放进来以后把它删去。` : "";
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
