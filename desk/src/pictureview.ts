// A line of pictures in the text: what is on them, with caption and width to be written under each.

import type { EditorView } from "@codemirror/view";
import { button, h } from "./dom";
import { around, begin, leave, type InPlace } from "./inplace";
import { bind, busy, enter, refresh, type Stretch } from "./slots";
import type { Shown } from "./marks";

/** One picture on a line, with the places of its parts, which count from the line's beginning. */
interface Picture {
  from: number;
  to: number;
  alt: [number, number];
  name: string;
  /** With its quotes and the blank before them; empty where there is none. */
  title: [number, number];
  braces: [number, number];
}

const PICTURE = /!\[((?:\\.|[^\]\\])*)\]\((<[^>\n]*>|[^\s)<>]+)(\s+"(?:\\.|[^"\\])*")?\s*\)(\{[^}\n]*\})?/g;
const WIDTH = /(?:width|宽|宽度)\s*[=＝]\s*(\d+(?:\.\d+)?)\s*(?:mm|毫米)?/;
const WIDTHS = ["60", "80", "100", "120", "150"];

/** Whether a line holds pictures and nothing else. */
export function ofPictures(line: string): boolean {
  return line.startsWith("!") && line.replace(PICTURE, "").trim() === "";
}

function parsed(line: string): Picture[] {
  return [...line.matchAll(PICTURE)].map((match) => {
    const at = match.index;
    const name = at + 2 + match[1]!.length + 2;
    const title = name + match[2]!.length;
    const close = line.indexOf(")", title + (match[3]?.length ?? 0));
    return {
      from: at,
      to: at + match[0].length,
      alt: [at + 2, at + 2 + match[1]!.length],
      name: match[2]!.replace(/^<|>$/g, ""),
      title: [title, title + (match[3]?.length ?? 0)],
      braces: [close + 1, close + 1 + (match[4]?.length ?? 0)],
    };
  });
}

const bare = (text: string) => text.replace(/\\(?=[!-/:-@[-`{-~])/g, "");

/** Straight quotes would end a caption: they become those of Chinese, in turn. */
function quoted(words: string): string {
  let open = true;
  return words.replace(/["\\]/g, (char) => (char === "\\" ? "＼" : (open = !open) ? "”" : "“"));
}

export class PictureView implements InPlace {
  readonly dom = h("div", { class: "in-place pictures", contentEditable: "false" });
  private source = "";
  private pictures: Picture[] = [];
  private parts: { figure: HTMLElement; image: HTMLImageElement; name: HTMLElement; caption: HTMLInputElement; alt: HTMLInputElement; width: HTMLSelectElement }[] = [];

  constructor(private readonly view: EditorView) {}

  show(source: string): void {
    this.source = source;
    this.pictures = parsed(source);
    while (this.parts.length > this.pictures.length) this.parts.pop()!.figure.remove();
    this.pictures.forEach((picture, index) => {
      const part = (this.parts[index] ??= this.figure(index));
      const address = this.view.state.facet(around).picture(picture.name);
      if (part.image.getAttribute("src") !== address) part.image.src = address;
      const alt = bare(source.slice(...picture.alt));
      part.image.alt = alt;
      part.name.textContent = picture.name;
      refresh(part.caption, this.caption(index, 0), source.slice(...picture.title));
      refresh(part.alt, this.alt(index, 0), source.slice(...picture.alt));
      const width = WIDTH.exec(source.slice(...picture.braces))?.[1] ?? "";
      if (![...part.width.options].some((each) => each.value === width)) part.width.append(h("option", { value: width, text: `${Number(width) / 10} 厘米宽` }));
      part.width.value = width;
    });
  }

  private figure(index: number): (typeof this.parts)[number] {
    const image = h("img", { on: { load: () => this.view.requestMeasure(), error: () => this.view.requestMeasure() } });
    const name = h("span", { class: "file" });
    const caption = h("input", { type: "text", "aria-label": "图题", placeholder: "图题，如“图1　志愿服务站”（可以不写）", class: "of-caption" });
    const alt = h("input", { type: "text", "aria-label": "图里有什么", title: "图里有什么：给看不见图的人听" });
    const width = h("select", { "aria-label": "图的大小" }, h("option", { value: "", text: "照图片大小" }));
    for (const each of WIDTHS) width.append(h("option", { value: each, text: `${Number(each) / 10} 厘米宽` }));
    width.addEventListener("change", () => this.wide(index, width.value));
    bind(this.view, caption, () => (this.pictures[index] ? this.caption(index) : undefined));
    bind(this.view, alt, () => (this.pictures[index] ? this.alt(index) : undefined));
    for (const field of [caption, alt]) field.addEventListener("keydown", (event) => this.pressed(event));
    const figure = h(
      "figure",
      {},
      image,
      h("figcaption", {}, caption, h("div", { class: "of-picture" }, h("label", {}, "图里有什么", alt), width, name, button("删去", () => this.remove(index), { class: "small", title: "从稿件里删去这张图，可以撤销" }))),
    );
    this.dom.append(figure);
    return { figure, image, name, caption, alt, width };
  }

  private caption(index: number, base = begin(this.view, this.dom)): Stretch {
    const [from, to] = this.pictures[index]!.title;
    const value = bare(this.source.slice(from, to).trim().replace(/^"|"$/g, ""));
    return {
      from: base + from,
      to: base + to,
      value,
      written: (words) => (words.trim() ? ` "${quoted(words.trim())}"` : ""),
      place: (offset) => (offset ? offset + 2 : 2),
      offset: (place) => Math.max(0, place - 2),
    };
  }

  private alt(index: number, base = begin(this.view, this.dom)): Stretch {
    const [from, to] = this.pictures[index]!.alt;
    return {
      from: base + from,
      to: base + to,
      value: bare(this.source.slice(from, to)),
      written: (words) => words.trim().replace(/[[\]\\]/g, "\\$&"),
      place: (offset) => offset,
      offset: (place) => place,
    };
  }

  private wide(index: number, width: string): void {
    const [from, to] = this.pictures[index]!.braces;
    const stood = this.source.slice(from, to).replace(/^\{|\}$/g, "");
    const others = stood.replace(WIDTH, "").trim();
    const come = [...(width ? [`width=${width}mm`] : []), ...(others ? [others] : [])].join(" ");
    const base = begin(this.view, this.dom);
    this.view.dispatch({ changes: { from: base + from, to: base + to, insert: come ? `{${come}}` : "" }, userEvent: "input" });
  }

  private remove(index: number): void {
    const { from, to } = this.pictures[index]!;
    const base = begin(this.view, this.dom);
    const doc = this.view.state.doc;
    const line = doc.lineAt(base);
    const whole = this.pictures.length === 1;
    const next = whole && line.number < doc.lines && !doc.line(line.number + 1).text.trim() ? doc.line(line.number + 1).to + 1 : line.to + 1;
    const changes = whole ? { from: line.from, to: Math.min(doc.length, next) } : { from: base + from, to: base + to };
    this.view.dispatch({ changes, selection: { anchor: changes.from }, userEvent: "delete" });
    this.view.focus();
  }

  // --- the caret

  enter(anchor: number, head: number): void {
    const at = Math.min(anchor, head);
    const index = Math.max(0, this.pictures.findIndex((each) => at <= each.to));
    const part = this.parts[index];
    if (!part) return;
    const [from, to] = this.pictures[index]!.alt;
    const inAlt = at > from - 1 && at <= to && at > this.pictures[index]!.from;
    enter(inAlt ? part.alt : part.caption, inAlt ? this.alt(index, 0) : this.caption(index, 0), anchor, head);
  }

  edge(): number {
    return this.pictures[0]?.title[1] ?? 0;
  }

  box(at: number): DOMRect | undefined {
    const index = this.pictures.findIndex((each) => at <= each.to);
    return this.parts[Math.max(0, index)]?.figure.getBoundingClientRect();
  }

  mark(found: Shown[], at: number | undefined): void {
    this.dom.classList.toggle("at", at !== undefined);
    this.dom.classList.remove("finding", "error", "warning", "note");
    const first = found[0];
    if (!first) return;
    this.dom.classList.add("finding", first.finding.severity);
    this.dom.onclick = (event) => {
      if (this.dom.classList.contains("finding") && !(event.target as Element).closest("input, select, button")) this.view.state.facet(around).pressed(this.view, first.from, event);
    };
  }

  private pressed(event: KeyboardEvent): void {
    if (busy(event)) return;
    const below = event.key === "ArrowDown" || event.key === "Enter" || event.key === "Escape";
    if (!below && event.key !== "ArrowUp") return;
    event.preventDefault();
    leave(this.view, begin(this.view, this.dom), this.source.length, below);
  }
}

