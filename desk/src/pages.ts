// The true pages: SVG as the painter drew them, of which only those are exchanged that changed. A click leads to the character in
// its source, the caret in the source lights its place up.

import { button, clear, h } from "./dom";
import { DrawnPage, placeOf } from "./drawnpage";
import type { Finding, Place } from "./server";

const SVG = "http://www.w3.org/2000/svg";
/** CSS pixels of a page's width at 100 %. */
const FULL = 794;
const ZOOMS = [50, 75, 100, 125, 150, 200];

type Layout = "single" | "spread" | "overview";

/** A character of a page: the stretch that it stands in, and its unit there. */
interface Spot {
  page: DrawnPage;
  order: number;
  index: number;
  length: number;
}

export class Pages {
  readonly element: HTMLElement;
  private readonly sheets: DrawnPage[] = [];
  private readonly scroller: HTMLElement;
  private readonly status: HTMLElement;
  private readonly notice: HTMLElement;
  private readonly loaded = new Map<string, { url: string; face: FontFace }>();
  private layout: Layout = "single";
  private zoom = 0; // 0: as wide as there is room
  private waiting: { count: number; pages: Record<string, string> } | undefined;
  private caret: Place | undefined;
  private found: Finding[] = [];
  private readonly watch: IntersectionObserver;

  constructor(
    private readonly go: (place: Place) => void,
    private readonly about: (finding: Finding, at: DOMRect) => void,
    /** To the states of before, for whoever cannot mend what does not let itself be set. */
    private readonly back: () => void,
  ) {
    this.scroller = h("div", { class: "sheets", tabIndex: 0, role: "region", "aria-label": "页面", lang: "zh-CN" });
    this.status = h("span", { class: "folio", "aria-live": "off" });
    this.notice = h("div", { class: "broken", hidden: true, role: "status" });
    const zoom = h("select", { "aria-label": "页面大小", on: { change: () => this.zoomTo(Number(zoom.value)) } });
    zoom.append(h("option", { value: "0", text: "适合宽度" }), ...ZOOMS.map((each) => h("option", { value: String(each), text: `${each}%` })));
    const layouts = h("div", { class: "switch", role: "group", "aria-label": "怎样排放各页" });
    for (const [name, text] of [["single", "单页"], ["spread", "双页"], ["overview", "总览"]] as [Layout, string][])
      layouts.append(button(text, () => this.arrange(name), { "aria-pressed": String(name === "single"), "data-layout": name }));
    this.element = h("section", { class: "pages", "aria-label": "页面" }, h("div", { class: "bar" }, layouts, zoom, this.status), this.notice, this.scroller);
    this.scroller.addEventListener("click", (event) => this.pressed(event));
    this.scroller.addEventListener("scroll", () => this.tellPage(), { passive: true });
    this.scroller.addEventListener("copy", (event) => this.copied(event));
    this.scroller.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        const now = this.zoom || Math.round(this.width() / FULL * 100);
        const next = event.deltaY < 0 ? ZOOMS.find((each) => each > now) : ZOOMS.findLast((each) => each < now);
        if (next) {
          zoom.value = String(next);
          this.zoomTo(next);
        }
      },
      { passive: false },
    );
    document.addEventListener("selectionchange", () => {
      if (this.waiting && !this.selecting()) this.show(this.waiting);
    });
    new ResizeObserver(() => this.size()).observe(this.scroller);
    // a screen before and one behind what is seen
    this.watch = new IntersectionObserver((entries) => this.came(entries), { root: this.scroller, rootMargin: "100% 0px" });
  }

  /** Drawn once more, for whoever shows it elsewhere. */
  copy(number: number): Element | undefined {
    return this.sheets[number - 1]?.copy();
  }

  // --- what there is

  /** Pages that changed; never while words on them are being selected. */
  show(said: { count: number; pages: Record<string, string> }): void {
    if (this.selecting()) {
      this.waiting = { count: said.count, pages: { ...this.waiting?.pages, ...said.pages } };
      return;
    }
    this.waiting = undefined;
    while (this.sheets.length > said.count) {
      const { sheet } = this.sheets.pop()!;
      this.watch.unobserve(sheet);
      sheet.remove();
    }
    while (this.sheets.length < said.count) {
      const number = this.sheets.length + 1;
      const sheet = h("div", { class: "sheet", role: "group", "aria-label": `第 ${number} 页` });
      sheet.dataset.page = String(number);
      this.sheets.push(new DrawnPage(sheet));
      this.scroller.append(sheet);
      this.watch.observe(sheet);
    }
    const changed = Object.entries(said.pages).map(([index, source]) => {
      const page = this.sheets[Number(index)]!;
      page.take(source);
      return page;
    });
    this.whole();
    this.size();
    this.draw(changed);
    this.tellPage();
  }

  private came(entries: IntersectionObserverEntry[]): void {
    const drawn: DrawnPage[] = [];
    const held = this.selecting(); // what is selected stays, however far away
    for (const entry of entries) {
      const page = this.sheets.find((each) => each.sheet === entry.target);
      if (page?.come(entry.isIntersecting || held)) drawn.push(page);
    }
    if (drawn.length) this.draw(drawn);
  }

  faces(faces: Record<string, string>): void {
    for (const [family, token] of Object.entries(faces)) {
      const url = `/face/${token}`;
      const had = this.loaded.get(family);
      if (had?.url === url) continue;
      const face = new FontFace(family, `url("${url}")`, { display: "block" });
      document.fonts.add(face);
      void face.load().then(
        () => had && document.fonts.delete(had.face),
        () => undefined,
      );
      this.loaded.set(family, { url, face });
    }
  }

  /** The text cannot be set: the last good pages stay, greyed, and it is said where. */
  broken(found: Finding[]): void {
    const errors = found.filter((each) => each.severity === "error");
    this.scroller.classList.toggle("stale", found.length > 0);
    this.notice.hidden = found.length === 0;
    this.tellPage();
    if (!found.length) return;
    const first = errors[0] ?? found[0]!;
    clear(
      this.notice,
      h("strong", { text: this.sheets.length ? "这里还排不出来，下面是改坏之前的页面。" : "还排不出来。" }),
      h("p", { text: `${first.message}${first.hint ? `　${first.hint}` : ""}` }),
      first.span && button("到那里去", () => this.go(first.span!), { class: "quiet" }),
      button("退回以前的", () => this.back(), { class: "quiet" }),
    );
  }

  /** Pages are good again. */
  private whole(): void {
    this.notice.hidden = true;
    this.scroller.classList.remove("stale");
  }

  findings(found: Finding[]): void {
    this.found = found;
    this.draw(this.sheets);
  }

  // --- how they stand

  private arrange(layout: Layout): void {
    this.layout = layout;
    for (const each of this.element.querySelectorAll<HTMLElement>("[data-layout]"))
      each.setAttribute("aria-pressed", String(each.dataset.layout === layout));
    this.scroller.dataset.layout = layout;
    const page = this.page();
    this.size();
    this.sheets[page - 1]?.sheet.scrollIntoView({ block: "start" });
  }

  private zoomTo(zoom: number): void {
    const page = this.page();
    const sheet = this.sheets[page - 1]?.sheet;
    const share = sheet ? (this.scroller.scrollTop - sheet.offsetTop) / Math.max(1, sheet.offsetHeight) : 0;
    this.zoom = zoom;
    this.size();
    if (sheet) this.scroller.scrollTop = sheet.offsetTop + share * sheet.offsetHeight;
  }

  private width(): number {
    const room = this.scroller.clientWidth - 48;
    if (this.layout === "overview") return Math.max(120, (room - 64) / 4);
    if (this.zoom) return (FULL * this.zoom) / 100;
    return Math.max(240, this.layout === "spread" ? (room - 16) / 2 : Math.min(room, 1100));
  }

  private size(): void {
    const width = `${Math.floor(this.width())}px`;
    if (this.scroller.style.getPropertyValue("--page") !== width) this.scroller.style.setProperty("--page", width);
  }

  private page(): number {
    const middle = this.scroller.scrollTop + this.scroller.clientHeight / 3;
    const found = this.sheets.findLastIndex((each) => each.sheet.offsetTop <= middle);
    return Math.max(0, found) + 1;
  }

  private tellPage(): void {
    this.status.textContent = this.sheets.length ? `第 ${this.page()} 页，共 ${this.sheets.length} 页` : this.notice.hidden ? "正在排版……" : "";
  }

  private selecting(): boolean {
    const selection = document.getSelection();
    return !!selection && !selection.isCollapsed && !!selection.anchorNode && this.scroller.contains(selection.anchorNode);
  }

  // --- page → source

  private pressed(event: MouseEvent): void {
    if (this.selecting()) return;
    const target = event.target as Element;
    const finding = target instanceof SVGElement ? target.dataset.finding : undefined;
    if (finding !== undefined) {
      const found = this.found[Number(finding)];
      if (found) this.about(found, target.getBoundingClientRect());
      return;
    }
    const place = this.placeAt(event.clientX, event.clientY);
    if (place) this.go(place);
  }

  placeAt(x: number, y: number): Place | undefined {
    let node: Node | null = null;
    let offset = 0;
    if ("caretPositionFromPoint" in document) {
      const at = (document as unknown as { caretPositionFromPoint(x: number, y: number): { offsetNode: Node; offset: number } | null }).caretPositionFromPoint(x, y);
      [node, offset] = [at?.offsetNode ?? null, at?.offset ?? 0];
    } else {
      const at = (document as unknown as { caretRangeFromPoint(x: number, y: number): Range | null }).caretRangeFromPoint(x, y);
      [node, offset] = [at?.startContainer ?? null, at?.startOffset ?? 0];
    }
    const element = (node instanceof Element ? node : node?.parentElement)?.closest<SVGElement>("[data-src]");
    if (!element) return undefined;
    const place = placeOf(element.dataset.src!);
    if (!place || place.file.includes("/")) return undefined;
    const before = node instanceof Text ? (node.textContent ?? "").slice(0, offset) : "";
    return { ...place, column: place.column + [...before].length, length: 0 };
  }

  // --- source → page

  /** The caret's place lights up; `scroll` into view, to the middle. */
  light(place: Place, scroll: boolean): void {
    this.caret = place;
    for (const each of this.scroller.querySelectorAll(".here")) each.remove();
    const spot = this.spot(place);
    const svg = scroll ? spot?.page.shown() : spot?.page.svg;
    const element = spot?.page.element(spot.order);
    const box = spot && extent(spot);
    if (!svg || !element || !box || !this.scroller.clientWidth) return; // another part of the desk is shown
    const x = spot.index >= spot.length ? box.x + box.width : box.x;
    const line = element.closest("text") as SVGTextContentElement | null;
    const row = line?.getBBox();
    if (row && !line!.hasAttribute("transform")) svg.append(rect("here row", row.x - 2, row.y, row.width + 4, row.height));
    if (!line?.hasAttribute("transform")) svg.append(rect("here caret", x - 0.6, box.y, 1.2, box.height));
    if (scroll) this.bring(svg, box);
  }

  /** A report comes into view, at its title: in the text rather than in the contents, which come first. */
  reveal(file: string): void {
    const line = this.sheets.map((each) => each.firstLine(file)).find((each) => each !== undefined);
    if (line === undefined) return;
    const page = this.sheets.findLast((each) => each.stretches(file, line).length);
    const svg = page?.shown();
    const title = page?.element(page.stretches(file, line).at(-1)!.order);
    if (svg && title) this.bring(svg, title.getBBox());
  }

  private bring(svg: SVGSVGElement, box: DOMRect): void {
    const matrix = svg.getScreenCTM();
    if (!matrix) return;
    const top = new DOMPoint(box.x, box.y).matrixTransform(matrix).y;
    const view = this.scroller.getBoundingClientRect();
    if (top > view.top + 40 && top < view.bottom - 60) return;
    this.scroller.scrollTop += top - view.top - view.height / 2;
  }

  /** Where a place of the sources stands: in the text rather than in the contents, which come first. */
  private spot(place: Place): Spot | undefined {
    let best: Spot | undefined;
    for (const page of this.sheets) {
      for (const { order, column, text } of page.stretches(place.file, place.line)) {
        const characters = [...text];
        const index = place.column - column;
        if (index < 0 || index > characters.length) continue;
        if (index === characters.length && best && best.index < best.length) continue;
        best = { page, order, index: characters.slice(0, index).join("").length, length: text.length };
      }
    }
    return best;
  }

  /** What was found, on these of the pages as far as they are drawn. */
  private draw(pages: DrawnPage[]): void {
    const shown = new Set(pages.filter((each) => each.svg));
    for (const page of shown) for (const each of page.svg!.querySelectorAll(".found")) each.remove();
    this.found.forEach((finding, number) => {
      const { span } = finding;
      if (!span || span.file.includes("/") || ![...shown].some((each) => each.stretches(span.file, span.line).length)) return;
      const length = Math.min(40, Math.max(1, span.length));
      let last: { svg: SVGSVGElement; box: DOMRect } | undefined;
      const put = () => {
        if (!last) return;
        const mark = rect(`found ${finding.severity}`, last.box.x, last.box.y + last.box.height - 1, last.box.width, 1.6);
        mark.dataset.finding = String(number);
        const title = document.createElementNS(SVG, "title");
        title.textContent = finding.message;
        mark.append(title);
        last.svg.append(mark);
      };
      for (let offset = 0; offset < length; offset++) {
        const spot = this.spot({ ...span, column: span.column + offset });
        const box = spot && shown.has(spot.page) && spot.index < spot.length ? extent(spot) : undefined;
        if (!spot || !box) continue;
        const svg = spot.page.svg!;
        if (last && last.svg === svg && Math.abs(last.box.y - box.y) < 2 && box.x >= last.box.x)
          last.box = new DOMRect(last.box.x, last.box.y, box.x + box.width - last.box.x, last.box.height);
        else {
          put();
          last = { svg, box };
        }
      }
      put();
    });
    if (this.caret) this.light(this.caret, false);
  }

  /** Lines of one paragraph are joined: pages are copied into letters. */
  private copied(event: ClipboardEvent): void {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !event.clipboardData) return;
    const lines: { source: string; text: string }[] = [];
    const range = selection.getRangeAt(0);
    for (const element of this.scroller.querySelectorAll<SVGElement>("svg text")) {
      if (!range.intersectsNode(element)) continue;
      let text = "";
      let source = "";
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!range.intersectsNode(node) || node.parentElement?.classList.contains("unselected")) continue;
        const whole = node.textContent ?? "";
        text += whole.slice(node === range.startContainer ? range.startOffset : 0, node === range.endContainer ? range.endOffset : whole.length);
        source ||= (node.parentElement?.closest<SVGElement>("[data-src]")?.dataset.src ?? "").replace(/:\d+$/, "");
      }
      if (text) lines.push({ source, text });
    }
    const joined = lines.reduce(
      (whole, each, number) => whole + (number && (lines[number - 1]!.source !== each.source || !each.source) ? "\n" : "") + each.text,
      "",
    );
    event.clipboardData.setData("text/plain", joined);
    event.preventDefault();
  }
}

function extent(spot: Spot): DOMRect | undefined {
  const element = spot.page.element(spot.order);
  const count = element?.getNumberOfChars() ?? 0;
  if (!element || !count) return undefined;
  try {
    const box = element.getExtentOfChar(Math.min(spot.index, count - 1));
    return new DOMRect(box.x, box.y, box.width, box.height);
  } catch {
    return undefined;
  }
}

function rect(name: string, x: number, y: number, width: number, height: number): SVGRectElement {
  const element = document.createElementNS(SVG, "rect");
  element.setAttribute("class", name);
  for (const [key, value] of Object.entries({ x, y, width: Math.max(0, width), height })) element.setAttribute(key, value.toFixed(2));
  return element;
}
