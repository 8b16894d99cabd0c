// What is made of an issue: the finished files, the print shop's, the archive's; and the proof.

import { button, clear, h } from "./dom";
import { busy, dialog, told } from "./dialog";
import type { Issue } from "./issue";
import { lookAtPlates, type Plates } from "./platesview";
import { showProof, type Proved } from "./proofview";
import { say } from "./saying";
import { get, post, type Finding, type Place } from "./server";

interface Made {
  files: { name: string; bytes: number }[];
  sets: Record<string, string[]>;
  stale: string;
  pages: number;
}

const KINDS: [string, string, string][] = [
  ["release", "成品", "PDF 和可以改的 Word 文件"],
  ["ofd", "成品和 OFD", "再加一份 OFD 版式文件"],
  ["print", "印刷", "交给印刷厂的一套：印刷 PDF、拼版、通知单；先看各版和折好的样子"],
  ["archive", "归档", "交给档案室的一套：PDF/A 和元数据"],
];

/** What is needed of the pages, and of the text. */
export interface Beside {
  page(number: number): Element | undefined;
  go(place: Place): void;
  remove(files: string[]): Promise<void>;
}

export function outcome(issue: Issue, beside: Beside): void {
  const box = dialog("出成品", { wide: true, closed: () => quiet() });
  const step = h("p", { role: "status", class: "hint" });
  const list = h("div");
  const quiet = issue.on("step", (said) => (step.textContent = `${said.step}……`));
  const make = async (what: string, act: HTMLButtonElement) => {
    await issue.settled();
    const done = await busy(act, "正在做……", () => post<{ files: string[]; pages: number; changed: boolean; findings: Finding[] }>(`${issue.path}/make`, { what }));
    step.textContent = "";
    if (!done) return;
    const notes = done.findings.length ? told(done.findings, undefined, (file) => issue.called(file)) : null;
    clear(said, h("p", { class: "good", text: done.changed ? `做好了，共 ${done.pages} 页，已经逐字核对无误。` : "稿件没有变，成品不用重做。" }), notes ? h("details", {}, h("summary", { text: `要知道的 ${done.findings.length} 处` }), notes) : null);
    await show();
  };
  const said = h("div");
  const tools = h("div", { class: "kinds" });
  for (const [what, title, text] of KINDS) {
    const act: HTMLButtonElement = button(title, () => void (what === "print" ? press(act) : make(what, act)), { class: what === "release" ? "main" : "" });
    tools.append(h("div", {}, act, h("p", { class: "hint", text })));
  }
  const proof: HTMLButtonElement = button("核对", () => void check(), {});
  tools.append(h("div", {}, proof, h("p", { class: "hint", text: "把做好的文件读回来，与稿件逐字逐行比" })));
  const press = async (act: HTMLButtonElement) => {
    await issue.settled();
    const plates = await busy(act, "正在排各版……", () => post<Plates>(`${issue.path}/plates`, {}));
    step.textContent = "";
    if (plates && (await lookAtPlates(issue, plates, beside.page))) await make("print", act);
  };
  const check = async () => {
    await issue.settled();
    const done = await busy(proof, "正在核对……", () => post<Proved>(`${issue.path}/prove`, {}));
    step.textContent = "";
    if (done) showProof(done, (place) => { box.close(); beside.go(place); }, (file) => issue.called(file));
  };
  const show = async () => {
    const made = await get<Made>(`${issue.path}/made`).catch(() => undefined);
    step.textContent = "";
    if (!made?.files.length) return clear(list, h("p", { class: "hint", text: "还没有做过成品。" }));
    const inSet = new Set(Object.values(made.sets).flat());
    const groups: [string, [string, string][]][] = [["成品", named("", made.files.map((each) => each.name).filter((name) => !inSet.has(name)))], ["印刷", named("print", made.sets.print ?? [])], ["归档", named("archive", made.sets.archive ?? [])]];
    clear(
      list,
      made.stale ? h("p", { class: "wrong", text: `${made.stale}。下面的文件是旧的，请重做。` }) : null,
      ...groups.filter(([, names]) => names.length).map(([title, names]) =>
        h("section", { class: made.stale ? "stale" : "" }, h("h3", { text: title + (made.stale ? "（旧）" : "") }), h("ul", { class: "files" }, ...names.map(([name, called]) => file(issue, name, called, made)))),
      ),
      button("打开文件夹", () => void post<{ folder: string }>(`${issue.path}/folder`, {}).then((done) => say(`文件夹：${done.folder}`), (error: Error) => say(error.message, "bad"))),
    );
  };
  const open = h("div", { class: "open-questions" });
  const questions = () => {
    const unwritten = issue.unwritten;
    const errors = issue.findings.filter((each) => each.severity === "error");
    const first = errors.find((each) => each.span)?.span;
    clear(
      open,
      unwritten.length
        ? h("p", { class: "notice" }, `还有 ${unwritten.length} 篇没有人写，会照样印出来：${unwritten.map((each) => issue.called(each.file)).join("、")}。`, button("删去这几篇空稿", () => void beside.remove(unwritten.map((each) => each.file)), { class: "small" }))
        : null,
      errors.length
        ? h("p", { class: "notice" }, `稿件里还有 ${errors.length} 处“要改”没有改，会照样印出来。`, first ? button("去看第一处", () => { box.close(); beside.go(first); }, { class: "small" }) : null)
        : null,
    );
  };
  questions();
  const ends = [issue.on("outline", questions), issue.on("findings", questions)];
  box.element.addEventListener("close", () => ends.forEach((end) => end()));
  box.body.append(open, tools, step, said, list);
  box.foot.append(button("关闭", () => box.close()));
  void show();
}

function file(issue: Issue, name: string, called: string, made: Made): HTMLElement {
  const path = `${issue.path}/file/${encodeURIComponent(name)}`;
  const bytes = made.files.find((each) => each.name === name)?.bytes ?? 0;
  const size = bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return h(
    "li",
    {},
    h("span", { text: `${called}　` }),
    h("small", { text: `${name}，${size}` }),
    name.endsWith(".pdf") ? h("a", { href: path, target: "_blank", rel: "noreferrer", text: "打开、打印" }) : null,
    h("a", { href: `${path}?save=1`, download: name, text: "下载" }),
  );
}

/** What the files of a set are called, by the ends of their names, in the order in which most people want them; the archive's begin
 * with the issue's 档号 where it has one. */
const NAMES: Record<string, [RegExp, string][]> = {
  "": [
    [/\.pdf$/, "PDF"],
    [/\.docx$/, "Word 文件"],
    [/\.ofd$/, "OFD"],
  ],
  print: [
    [/-print\.zip$/, "整套（压缩包）"],
    [/-imposed\.pdf$/, "拼好版的 PDF"],
    [/-print\.pdf$/, "印刷用 PDF"],
    [/-booklets\.pdf$/, "带份号、拼好版的 PDF"],
    [/-numbered\.pdf$/, "带份号的 PDF"],
    [/-foldouts\.pdf$/, "折页"],
    [/-ticket\.pdf$/, "印刷通知单"],
    [/-ticket\.docx$/, "印刷通知单，Word 文件"],
    [/-register\.pdf$/, "份号登记表"],
    [/-register\.docx$/, "份号登记表，Word 文件"],
    [/-register\.csv$/, "份号登记表，电子表格"],
    [/-proof\.pdf$/, "样张"],
    [/-folding\.png$/, "折手图"],
    [/-pages\.png$/, "各页缩样"],
    [/-ticket\.xjdf$/, "印刷通知单，给印刷厂的系统读（XJDF）"],
    [/-ticket\.json$/, "印刷通知单，给程序读"],
    [/-register\.json$/, "份号登记表，给程序读"],
  ],
  archive: [
    [/\.zip$/, "移交包（压缩包）"],
    [/\.eep$/, "封装包（DA/T 48）"],
    [/\.pdf$/, "归档 PDF（PDF/A）"],
    [/\.xml$/, "元数据"],
    [/\.json$/, "元数据，给程序读"],
  ],
};

/** The files of `set` as they are listed, each with what it is called. */
function named(set: string, names: string[]): [string, string][] {
  const known = NAMES[set] ?? [];
  const rank = (name: string) => {
    const found = known.findIndex(([pattern]) => pattern.test(name));
    return found < 0 ? known.length : found;
  };
  const ordered = [...names].sort((one, other) => rank(one) - rank(other));
  return ordered.map((name) => [name, known[rank(name)]?.[1] ?? "文件"]);
}
