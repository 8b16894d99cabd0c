// The desk put together: which page this is, and how its parts speak to each other.

import { undoDepth } from "@codemirror/commands";
import { Transaction } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import { clashesOver, settleClash } from "./clash";
import { failed } from "./dialog";
import { button, clear, find as element, h } from "./dom";
import { fresh, nonce, type Hooks } from "./editor";
import { help, tourOnce } from "./help";
import { chooseFiles, takeIn, waiting } from "./intake";
import type { Safety } from "./happenings";
import { Issue } from "./issue";
import { blockAt, showSource } from "./blocks";
import { column, units } from "./lines";
import { looks } from "./looks";
import { findings, showFindings } from "./marks";
import { outcome } from "./outcome";
import { Pages } from "./pages";
import { Panes, type Pane } from "./panes";
import { past } from "./past";
import { dropOn, paste, receiveFiles } from "./pasting";
import { present } from "./presence";
import { Problems } from "./problems";
import { Reports } from "./reports";
import { say } from "./saying";
import { Search } from "./search";
import type { Finding, Place } from "./server";
import { aboutReport, Settings } from "./settings";
import { shelf } from "./shelf";
import { letNothingLeave } from "./strays";
import { SETTINGS } from "./texts";
import { heading, strong, toolbar } from "./toolbar";
import { Undoing } from "./undoing";

/** What the browser has kept is waited for so long before the issue is shown, ms; after that it comes when it comes. */
const PATIENCE = 2000;

async function desk(name: string, room: HTMLElement): Promise<void> {
  const hooks: Hooks = {
    changed: (_, update: ViewUpdate) => {
      if (update.transactions.some(written)) issue.tell("typed", { file: issue.current, depth: undoDepth(update.startState) });
      issue.changed(issue.current, update.changes);
    },
    moved: (view, typed) => moved(view, typed),
    pressed: (view, at, event) => pressed(view, at, event),
    pasted: (view, event) => paste(issue, view, event),
    dropped: (view, event) => dropOn(issue, view, event, taken),
    picture: (name) => `${issue.path}/picture/${encodeURIComponent(name)}`,
    keys: [
      { key: "Mod-f", run: () => (find(), true) },
      { key: "Mod-b", run: () => (strong(view), true) },
      ...[0, 1, 2, 3, 4].map((level) => ({ key: `Mod-${level}`, run: () => (heading(view, level), true) })),
      { key: "F8", run: () => next() },
      { key: "Mod-z", run: () => undoing.undo() },
      { key: "Mod-y", run: () => undoing.redo() },
      { key: "Mod-Shift-z", run: () => undoing.redo() },
    ],
  };
  const issue = new Issue(name, (text, file) => fresh(text, file, hooks));
  let shown = false;
  const back = new Set<string>();
  issue.on("restored", (files) => {
    for (const file of files) back.add(file);
    if (shown) sayRestored();
  });
  await issue.open();
  const view = new EditorView({ extensions: [EditorView.cspNonce.of(nonce()), EditorView.editable.of(false)] }); // nothing is open yet
  const go = (place: Place, focus = true) => {
    if (!open(place.file, true)) return;
    if (focus) panes.show("middle");
    const doc = view.state.doc;
    const line = doc.line(Math.max(1, Math.min(place.line, doc.lines)));
    const at = Math.min(line.to, line.from + units(line.text, place.column));
    const end = Math.min(line.to, line.from + units(line.text, place.column + (place.length > 1 ? place.length : 0)));
    view.dispatch({ selection: { anchor: at, head: end }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    if (focus) view.focus();
  };
  const undoing = new Undoing(issue, (file) => open(file));
  const problems = new Problems(issue, (finding) => finding.span && go(finding.span), (what, change) => undoing.asOne(what, change));
  const pages = new Pages(
    (place) => go(place),
    (finding, at) => problems.pop(finding, at),
    () => void past(issue, open),
  );
  const reports = new Reports(issue, (file) => { panes.show("middle"); open(file); }, () => chooseFiles(issue, taken));
  const search = new Search(issue, go);
  const settings = new Settings(issue, () => open(SETTINGS, true));
  const safety = h("p", { class: "safety", role: "status" });
  const title = h("h1");
  const paper = h("div", { class: "paper" }, view.dom);
  const tools = toolbar(issue, view, { part: (line) => void reports.part(issue.current, line), undo: () => undoing.undo(), redo: () => undoing.redo(), info: (key) => aboutReport(issue, issue.current, key), attachment: () => reports.attach(issue.current, (put) => chooseFiles(issue, async (added) => { await put(added); taken(added); })) });
  const info = button("本篇信息", () => aboutReport(issue, issue.current, ""), { title: "副题、导语、编者按、供稿单位" });
  tools.append(info);
  const middle = h("section", { class: "middle", "aria-label": "稿件" }, search.element, tools, settings.element, paper, problems.element);
  const desk = h("main", { class: "desk" }, reports.element, middle, pages.element);
  const panes = new Panes(desk);
  issue.view = view;
  // what is found takes room from the text: the caret stays in view
  new ResizeObserver(() => {
    const field = document.activeElement;
    if (!(field instanceof HTMLElement) || !view.dom.contains(field)) return;
    if (field === view.contentDOM) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "nearest", yMargin: 24 }) });
    else field.scrollIntoView({ block: "nearest" });
  }).observe(paper);

  clear(
    room,
    h(
      "header",
      { class: "top" },
      h("a", { href: "/", class: "home-link", text: "各期" }),
      title,
      safety,
      h("span", { class: "fill" }),
      button("查找", () => find()),
      button("历史", () => void past(issue, open)),
      looks(),
      button("帮助", () => help()),
      button("出成品", () => outcome(issue, { page: (number) => pages.copy(number), go: (place) => go(place), remove: (files) => reports.removeAll(files) }), { class: "main" }),
    ),
    panes.element,
    desk,
  );

  /** The first of what came in is shown. */
  function taken(added: string[]): void {
    if (added[0]) open(added[0]);
  }

  /** Show a file; `raw` as it is written, where there is a form for it. Whether there is such a file. */
  function open(file: string, raw = false): boolean {
    const state = issue.states.get(file);
    if (!state) return false;
    if (file !== issue.current) {
      const before = issue.current;
      if (before && issue.states.has(before)) issue.states.set(before, view.state);
      issue.current = file;
      view.setState(state);
      void issue.push(before); // what was being composed there
      if (file !== SETTINGS) view.dispatch({ effects: showSource.of(paper.classList.contains("signs")) });
      spread();
      pages.reveal(file);
      try {
        sessionStorage.setItem(`briefing ${name}`, file);
      } catch {
        // then the first one is shown next time
      }
    }
    const form = file === SETTINGS && !raw;
    settings.element.hidden = !form;
    paper.hidden = form;
    tools.hidden = file === SETTINGS;
    if (form) void settings.show(SETTINGS);
    reports.show();
    return true;
  }

  function find(): void {
    panes.show("middle");
    search.open();
  }

  /** Findings to whoever shows them. */
  function spread(): void {
    const there = (each: Finding) => !each.span?.file.endsWith(".md") || issue.states.has(each.span.file); // what is gone has no faults
    const found = [...issue.broken, ...issue.findings.filter((each) => !issue.broken.some((other) => same(each, other)))].filter(there);
    view.dispatch({ effects: showFindings.of(found.filter((each) => each.span?.file === issue.current)) });
    problems.show(found);
    pages.findings(found);
  }

  let clashing = false;
  let lighting = 0;
  function moved(view: EditorView, typed: boolean): void {
    if (view.composing) return;
    if (typed) void issue.push(issue.current);
    clearTimeout(lighting);
    lighting = window.setTimeout(() => light(view), 60);
  }

  function light(view: EditorView): void {
    const at = view.state.selection.main.head;
    const line = view.state.doc.lineAt(at);
    pages.light({ file: issue.current, line: line.number, column: column(line.text, at - line.from), length: 0 }, view.hasFocus || view.dom.contains(document.activeElement));
  }

  function pressed(view: EditorView, at: number, event: MouseEvent): void {
    if (!view.state.selection.main.empty) return;
    const hit = view.state.field(findings).shown.find((each) => each.from <= at && at <= each.to);
    if (hit) problems.pop(hit.finding, new DOMRect(event.clientX, event.clientY - 8, 1, 20));
  }

  /** The next finding after the caret. */
  function next(): boolean {
    panes.show("middle");
    const shown = view.state.field(findings).shown;
    const hit = shown.find((each) => each.from > view.state.selection.main.head) ?? shown[0];
    if (!hit) return say("本篇没有发现问题。"), true;
    view.dispatch({ selection: { anchor: hit.from }, scrollIntoView: true });
    const box = view.coordsAtPos(hit.from);
    if (blockAt(view.state, hit.from)) view.focus();
    if (box) problems.pop(hit.finding, new DOMRect(box.left, box.top, 1, box.bottom - box.top), true);
    return true;
  }

  receiveFiles(room, issue, taken);

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "f") {
      event.preventDefault();
      find();
    } else if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key) && !(event.target as Element).closest("input, textarea, select, dialog, .cm-content")) {
      event.preventDefault(); // from the list of reports, or the pages
      if (event.key.toLowerCase() === "y" || event.shiftKey) undoing.redo();
      else undoing.undo();
    } else if (event.key === "F8" && !(event.target as Element).closest("dialog, .cm-content")) {
      event.preventDefault(); // from a finding to the next
      next();
    } else if (event.key === "F6") {
      event.preventDefault();
      const parts: [Pane, HTMLElement | null][] = [
        ["reports", reports.element.querySelector<HTMLElement>(".report[aria-current], .report")],
        ["middle", paper.hidden ? settings.element.querySelector<HTMLElement>("input, select") : view.contentDOM],
        ["pages", pages.element.querySelector<HTMLElement>(".sheets")],
      ];
      const at = parts.findIndex(([, each]) => each?.closest("main > *")?.contains(document.activeElement));
      const [pane, part] = parts[(at + (event.shiftKey ? parts.length - 1 : 1)) % parts.length]!;
      panes.show(pane);
      part?.focus();
    }
  });

  issue.on("pages", (said) => pages.show(said));
  issue.on("faces", (said) => pages.faces(said));
  issue.on("broken", (said) => {
    pages.broken(said);
    spread();
    reports.show();
  });
  issue.on("findings", () => {
    spread();
    reports.show();
  });
  issue.on("pages", () => {
    if (issue.broken.length) issue.broken = [];
  });
  issue.on("outline", (said) => {
    title.textContent = said.title || name;
    document.title = `${said.title || name}　简报编辑台`;
    reports.show();
  });
  issue.on("files", () => {
    if (!issue.states.has(issue.current)) {
      issue.current = "";
      open(first());
    } else reports.show();
    spread();
  });
  issue.on("safety", (said) => {
    told(safety, said);
    if (clashing && said.state === "saved") clashesOver();
    clashing = said.state === "clash";
  });
  issue.on("clash", settleClash);
  issue.on("overwritten", (said) => say(`别处存的“${issue.called(said.file)}”里，没有这里后来写的 ${said.paragraphs} 段，多半是从旧的一份改的。要找回来，请看“历史”。`));

  /** In one sentence, where the server and the browser had kept something. */
  function sayRestored(): void {
    if (back.size) say(`上次没有来得及保存的文字找回来了：${[...back].map((each) => issue.called(each)).join("、")}。`);
    back.clear();
  }

  function first(): string {
    const reports = issue.outline.sections.flatMap((each) => each.reports);
    return reports.find((each) => issue.states.has(each.file))?.file ?? SETTINGS;
  }

  let last = "";
  try {
    last = sessionStorage.getItem(`briefing ${name}`) ?? "";
  } catch {
    // the first one, then
  }
  await Promise.race([issue.rescue(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  title.textContent = issue.outline.title || name;
  document.title = `${issue.outline.title || name}　简报编辑台`;
  open(issue.states.has(last) ? last : first());
  told(safety, issue.safety);
  issue.begin();
  shown = true;
  sayRestored();
  const sent = waiting(name);
  if (sent) void takeIn(issue, [], taken, { sent, then: tourOnce });
  else tourOnce();
}

/** Whether somebody here changed a text by it, other than by taking a change back. */
function written(transaction: Transaction): boolean {
  return transaction.docChanged && transaction.annotation(Transaction.addToHistory) !== false && !transaction.isUserEvent("undo") && !transaction.isUserEvent("redo");
}

function same(one: Finding, other: Finding): boolean {
  return one.code === other.code && one.message === other.message && one.span?.line === other.span?.line && one.span?.column === other.span?.column;
}

function told(element: HTMLElement, safety: Safety): void {
  const said = {
    saved: "已保存",
    waiting: "正在保存……",
    clash: "有一段两处都改了，请选一个",
    failed: `没有保存：${safety.why}。文字还在，会自动再试`,
    refused: `没有保存：${safety.why}。文字记在浏览器里，改好就接着存`,
    away:
      safety.why === "unkept"
        ? "编辑台没有回答，浏览器又存不下：文字只在这个窗口里，请先不要关"
        : safety.why === "locked"
          ? "编辑台重新打开过，这个窗口要再进一次；文字记在浏览器里"
          : "编辑台没有回答，文字记在浏览器里",
  }[safety.state];
  if (element.textContent !== said) element.textContent = said;
  element.className = `safety ${safety.state}`;
}

const room = element<HTMLElement>("#desk");
present();
letNothingLeave();
const match = /^\/issue\/([^/]+)$/.exec(location.pathname);
if (match)
  desk(decodeURIComponent(match[1]!), room).catch((error: unknown) => {
    failed(error);
    clear(room, h("main", { class: "home" }, h("h1", { text: "这一期打不开" }), h("p", { text: error instanceof Error ? error.message : "" }), h("p", {}, h("a", { href: "/", text: "回到各期" }))));
  });
else void shelf(room);
