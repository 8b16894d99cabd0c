// A table in the text: cells to be filled in where they stand, with the keys that people know; the source stays Markdown.

import type { EditorView } from "@codemirror/view";
import { button, clear, h } from "./dom";
import * as grids from "./grids";
import { around, begin, leave, type InPlace } from "./inplace";
import { difference } from "./lines";
import type { Shown } from "./marks";
import { bind, busy, enter, refresh, type Field, type Stretch } from "./slots";
import { askWishes, told, wishesAt } from "./tablewishes";

const ALIGNS: [grids.Align, string][] = [["", "这一列：自动对齐"], ["left", "这一列：靠左"], ["center", "这一列：居中"], ["right", "这一列：靠右"]];
/** Of one cell, as it stands at its end. */
const OWN: [grids.Align, string][] = [["left", "左"], ["center", "中"], ["right", "右"]];
const OWN_ALIGN = /\s*\{(左|右|中|left|right|center)\}\s*$/;

export class GridView implements InPlace {
  readonly dom: HTMLElement;
  private readonly table = h("table", { class: "in-grid", "aria-label": "表格" });
  private readonly align: HTMLSelectElement;
  private grid: grids.Grid = grids.parsed("| |\n|---|");
  private fields: HTMLTextAreaElement[][] = [];
  private now: [number, number] = [0, 0];
  private readonly asked = h("span", { class: "asked" });
  private heads = 1;

  constructor(private readonly view: EditorView) {
    this.align = h("select", { "aria-label": "怎样对齐" });
    for (const [value, text] of ALIGNS) this.align.append(h("option", { value, text }));
    for (const [value, name] of OWN) this.align.append(h("option", { value: `own ${value}`, text: `只这一格：${{ 左: "靠左", 中: "居中", 右: "靠右" }[name]}` }));
    this.align.addEventListener("change", () => this.aligned(this.align.value));
    this.dom = h("div", { class: "in-place a-table", contentEditable: "false" }, this.tools(), h("div", { class: "grid-room" }, this.table));
    this.dom.addEventListener("pointerdown", (event) => this.table.contains(event.target as Node) && this.hold());
    this.dom.addEventListener("focusin", () => this.view.requestMeasure());
    this.dom.addEventListener("keydown", (event) => {
      const tool = (event.target as Element).closest(".grid-tools");
      if (event.altKey && event.key === "F10" && !tool) this.dom.querySelector<HTMLElement>(".grid-tools button")?.focus();
      else if (event.key === "Escape" && tool) this.fields[this.now[0]]?.[this.now[1]]?.focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.dom.addEventListener("focusout", () => this.view.requestMeasure());
  }

  /** Nothing moves or comes over a cell while the mouse is down on it. */
  private hold(): void {
    this.dom.classList.add("held");
    const over = () => {
      this.dom.classList.remove("held");
      this.view.requestMeasure();
      if (this.table.contains(document.activeElement)) document.activeElement!.scrollIntoView({ block: "nearest" });
    };
    for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => setTimeout(over), { once: true });
  }

  // --- what it shows

  show(source: string): void {
    this.grid = grids.parsed(source);
    const shape = grids.spans(this.grid);
    const { rows, width } = this.grid;
    while (this.table.rows.length > rows.length) this.table.deleteRow(-1);
    this.fields.length = Math.min(this.fields.length, rows.length);
    for (let row = 0; row < rows.length; row++) {
      const element = this.table.rows[row] ?? this.table.insertRow();
      const line = (this.fields[row] ??= []);
      while (element.cells.length > width) element.deleteCell(-1);
      line.length = Math.min(line.length, width);
      for (let column = 0; column < width; column++) {
        const field = (line[column] ??= this.cell(element, row, column));
        const place = element.cells[column]!;
        const { across, down } = shape[row]![column]!;
        place.hidden = !across;
        place.colSpan = Math.max(1, across);
        place.rowSpan = Math.max(1, down);
        place.classList.toggle("head", row < this.heads);
        place.dataset.align = own(grids.words(this.grid, row, column)) ?? (this.grid.aligns[column] || "");
        field.setAttribute("aria-label", `${row ? `第 ${row} 行` : "表头"}第 ${column + 1} 列`);
        const stretch = this.stretch(row, column, 0);
        const said = grids.words(this.grid, row, column);
        if (stretch) refresh(field, stretch, said);
        else if (field !== document.activeElement) field.value = "";
        this.draw(field, said);
      }
    }
  }

  private cell(row: HTMLTableRowElement, line: number, column: number): HTMLTextAreaElement {
    const field = h("textarea", { rows: 1, tabIndex: -1 }); // Tab goes from cell to cell, and past the table from outside of it
    field.spellcheck = false;
    const shown = h("div", { class: "shown", "aria-hidden": "true" });
    row.insertCell().append(h("div", { class: "cell" }, shown, field));
    bind(this.view, field, () => this.stretch(line, column), () => this.draw(field, ""));
    field.addEventListener("keydown", (event) => this.pressed(event, line, column));
    field.addEventListener("paste", (event) => this.pasted(event, field, line, column));
    field.addEventListener("focus", () => this.came(line, column));
    field.addEventListener("blur", () => this.draw(field, grids.words(this.grid, line, column)));
    return field;
  }

  /** What is under a field: it makes it as large as its words, and shows them as they are meant while nobody writes in it. */
  private draw(field: HTMLTextAreaElement, source: string): void {
    const shown = field.previousElementSibling!;
    if (field === document.activeElement) clear(shown, `${field.value}\u200b`);
    else clear(shown, ...inline(grids.decoded(source)));
    this.view.requestMeasure();
  }

  private came(line: number, column: number): void {
    this.now = [line, column];
    const side = own(grids.words(this.grid, line, column));
    this.align.value = side ? `own ${side}` : this.grid.aligns[column] || "";
    if (!this.grid.rows[line]?.[column]) this.put(grids.withCells(this.grid, line, column, [[""]]), line, column);
    const field = this.fields[line]?.[column];
    if (field) this.draw(field, "");
  }

  /** A cell's stretch of the source; `base`: where the table begins, asked of the editor where it is left out. */
  private stretch(line: number, column: number, base?: number): Stretch | undefined {
    const cell = this.grid.rows[line]?.[column];
    if (!cell) return undefined;
    const from = (base ?? begin(this.view, this.dom)) + cell.from;
    const source = grids.words(this.grid, line, column);
    return {
      from,
      to: from + source.length,
      value: grids.decoded(source),
      written: (value) => grids.encoded(value.trim()),
      place: (offset) => grids.encoded((this.fields[line]?.[column]?.value ?? "").slice(0, offset).trimStart()).length,
      offset: (place) => grids.decoded(source.slice(0, place)).length,
    };
  }

  // --- the caret

  enter(anchor: number, head: number): void {
    const [row, column] = grids.cellAt(this.grid, Math.min(anchor, head));
    const stretch = this.stretch(row, column, 0);
    const field = this.fields[row]?.[column];
    if (!field || !stretch) return;
    enter(field, stretch, anchor, head);
    if (!this.dom.classList.contains("held")) field.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  edge(below: boolean): number {
    const row = below ? this.grid.rows.length - 1 : 0;
    return this.grid.rows[row]?.[0]?.from ?? 0;
  }

  box(at: number): DOMRect | undefined {
    const [row, column] = grids.cellAt(this.grid, at);
    return this.table.rows[row]?.cells[column]?.getBoundingClientRect();
  }

  mark(found: Shown[], at: number | undefined): void {
    this.wished();
    const base = found.length ? begin(this.view, this.dom) : 0;
    for (const row of this.table.rows) for (const cell of row.cells) cell.classList.remove("finding", "error", "warning", "note", "at");
    for (const { from, finding } of found) {
      const [row, column] = grids.cellAt(this.grid, from - base);
      const cell = this.table.rows[row]?.cells[column];
      cell?.classList.add("finding", finding.severity);
      if (cell) cell.onclick = (event) => cell.classList.contains("finding") && this.view.state.facet(around).pressed(this.view, from, event);
    }
    if (at === undefined) return;
    const [row, column] = grids.cellAt(this.grid, at);
    this.table.rows[row]?.cells[column]?.classList.add("at");
  }

  /** To a cell, all of it selected as in Word; over those that are covered by a merged one. */
  private go(row: number, column: number, by: [number, number] = [0, 1], edge: "all" | "start" | "end" = "all"): boolean {
    const shape = grids.spans(this.grid);
    while (shape[row]?.[column]?.across === 0) [row, column] = [row + by[0], column + by[1]];
    const stretch = this.grid.rows[row]?.[column] ? this.stretch(row, column) : undefined;
    if (!stretch) {
      const field = this.fields[row]?.[column];
      field?.focus(); // a cell that the line does not have yet
      return !!field;
    }
    const selection = { all: { anchor: stretch.from, head: stretch.to }, start: { anchor: stretch.from }, end: { anchor: stretch.to } }[edge];
    this.view.dispatch({ selection });
    this.enterSelection();
    return true;
  }

  private enterSelection(): void {
    const { anchor, head } = this.view.state.selection.main;
    const from = begin(this.view, this.dom);
    this.enter(anchor - from, head - from);
  }

  private leave(below: boolean): void {
    leave(this.view, begin(this.view, this.dom), this.grid.source.length, below);
  }

  private pressed(event: KeyboardEvent, row: number, column: number): void {
    if (busy(event)) return;
    const field = event.target as HTMLTextAreaElement;
    const [rows, width] = [this.grid.rows.length, this.grid.width];
    const collapsed = field.selectionStart === field.selectionEnd;
    const [atStart, atEnd] = [collapsed && field.selectionStart === 0, collapsed && field.selectionEnd === field.value.length];
    const first = !field.value.slice(0, field.selectionStart).includes("\n");
    const last = !field.value.slice(field.selectionEnd).includes("\n");
    const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    const act = (): boolean => {
      const known = `${event.ctrlKey || event.metaKey ? "Mod-" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
      if (known === "Mod-b" || known === "F8") return this.view.state.facet(around).keys.find((each) => each.key === known)?.run() ?? false;
      switch (event.key) {
        case "Tab": {
          if (event.ctrlKey || event.altKey || event.metaKey) return false;
          const next = row * width + column + (event.shiftKey ? -1 : 1);
          if (next < 0) return false; // to the buttons over the table
          if (next >= rows * width) {
            this.put(grids.withRow(this.grid, rows - 1, true), rows, 0);
            return true;
          }
          return this.step(next, event.shiftKey ? -1 : 1);
        }
        case "Enter":
          if (event.shiftKey || event.altKey) {
            field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
            field.dispatchEvent(new InputEvent("input"));
            return true;
          }
          if (!plain) return false;
          if (row + 1 < rows) return this.go(row + 1, column, [1, 0]);
          this.put(grids.withRow(this.grid, row, true), row + 1, column);
          return true;
        case "ArrowDown":
          if (!plain || !last) return false;
          return (row + 1 < rows && this.go(row + 1, column, [1, 0], "end")) || (this.leave(true), true);
        case "ArrowUp":
          if (!plain || !first) return false;
          return (row > 0 && this.go(row - 1, column, [-1, 0], "end")) || (this.leave(false), true);
        case "ArrowRight":
          if (!plain || !atEnd) return false;
          return row * width + column + 1 < rows * width ? this.step(row * width + column + 1, 1, "start") : (this.leave(true), true);
        case "ArrowLeft":
          if (!plain || !atStart) return false;
          return row * width + column > 0 ? this.step(row * width + column - 1, -1, "end") : (this.leave(false), true);
        case "Escape":
          this.leave(true);
          return true;
        default:
          return false;
      }
    };
    if (!act()) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** To the cell of that number in reading order, or the next one that is not covered. */
  private step(number: number, by: number, edge: "all" | "start" | "end" = "all"): boolean {
    const shape = grids.spans(this.grid);
    const { width } = this.grid;
    while (shape[Math.floor(number / width)]?.[number % width]?.across === 0) number += by;
    const row = Math.floor(number / width);
    if (number < 0 || row >= this.grid.rows.length) return this.leave(number >= 0), true;
    return this.go(row, number % width, [0, by], edge);
  }

  // --- what is asked of it beside its words

  /** Said in the bar, and seen in the grid. */
  private wished(): void {
    const wishes = wishesAt(this.view.state, begin(this.view, this.dom));
    const said = told(wishes);
    if (this.asked.textContent !== said) this.asked.textContent = said;
    if (wishes.heads === this.heads) return;
    this.heads = wishes.heads;
    [...this.table.rows].forEach((line, row) => [...line.cells].forEach((cell) => cell.classList.toggle("head", row < this.heads)));
  }

  /** The column, or with "own …" the cell with the caret. */
  private aligned(value: string): void {
    const [row, column] = this.now;
    const cell = grids.words(this.grid, row, column);
    const side = /^own (.*)$/.exec(value)?.[1];
    const bare = grids.decoded(cell.replace(OWN_ALIGN, ""));
    const mark = OWN.find(([each]) => each === side)?.[1];
    if (side) this.put(grids.withCells(this.grid, row, column, [[`${bare} {${mark}}`]]));
    else if (bare !== grids.decoded(cell)) this.put(grids.withCells(grids.parsed(grids.withAlign(this.grid, column, value as grids.Align)), row, column, [[bare]]));
    else this.put(grids.withAlign(this.grid, column, value as grids.Align));
  }

  // --- other grids

  private put(source: string, row = this.now[0], column = this.now[1]): void {
    const from = begin(this.view, this.dom);
    const stood = this.grid.source;
    if (!source) return this.remove();
    const grid = grids.parsed(source);
    row = Math.max(0, Math.min(row, grid.rows.length - 1));
    column = Math.max(0, Math.min(column, grid.width - 1));
    const cell = grid.rows[row]?.[column] ?? { from: 0, to: 0 };
    const changes = difference(stood, source).map((each) => ({ ...each, from: from + each.from, to: from + each.to }));
    this.view.dispatch({ changes, selection: { anchor: from + cell.from, head: from + cell.to }, userEvent: "input.table" });
    this.enterSelection();
  }

  private remove(): void {
    const doc = this.view.state.doc;
    const from = begin(this.view, this.dom);
    let last = doc.lineAt(from + this.grid.source.length);
    if (last.number < doc.lines && !doc.line(last.number + 1).text.trim()) last = doc.line(last.number + 1);
    this.view.dispatch({ changes: { from, to: Math.min(doc.length, last.to + 1) }, selection: { anchor: from }, userEvent: "delete" });
    this.view.focus();
  }

  private pasted(event: ClipboardEvent, field: Field, row: number, column: number): void {
    const data = event.clipboardData;
    if (!data) return;
    const text = data.getData("text/plain").replace(/\r\n?/g, "\n");
    const come = grids.htmlCells(data.getData("text/html")) ?? (/\t|\n./.test(text) ? grids.pastedCells(text) : undefined);
    event.stopPropagation();
    if (!come || (come.length === 1 && come[0]!.length === 1)) {
      if (!come && !text.endsWith("\n")) return;
      event.preventDefault();
      field.setRangeText((come?.[0]?.[0] ?? text).replace(/\n$/, ""), field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
      field.dispatchEvent(new InputEvent("input"));
      return;
    }
    event.preventDefault();
    this.put(grids.withCells(this.grid, row, column, come), row, column);
  }

  private tools(): HTMLElement {
    const act = (text: string, title: string, run: (row: number, column: number) => void) => {
      const made = button(text, () => run(...this.now), { class: "small", title });
      made.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays in its cell
      return made;
    };
    const grid = () => this.grid;
    return h(
      "div",
      { class: "grid-tools", role: "toolbar", "aria-label": "表格" },
      act("上面加行", "在这一行上面加一行", (row, column) => this.put(grids.withRow(grid(), row, false), row, column)),
      act("下面加行", "在这一行下面加一行", (row, column) => this.put(grids.withRow(grid(), row, true), row + 1, column)),
      act("左边加列", "在这一列左边加一列", (row, column) => this.put(grids.withColumn(grid(), column, false), row, column)),
      act("右边加列", "在这一列右边加一列", (row, column) => this.put(grids.withColumn(grid(), column, true), row, column + 1)),
      act("删行", "删去这一行", (row) => this.put(grids.withoutRow(grid(), row))),
      act("删列", "删去这一列", (_, column) => this.put(grids.withoutColumn(grid(), column))),
      act("并到上格", "与上面一格合并", (row, column) => row && this.put(grids.withCells(grid(), row, column, [[grids.ABOVE]]), row - 1, column)),
      act("并到左格", "与左面一格合并", (row, column) => column && this.put(grids.withCells(grid(), row, column, [[grids.LEFT]]), row, column - 1)),
      act("拆开", "把合并的格子拆开", (row, column) => this.part(row, column)),
      this.align,
      act("表格设置", "表头有几行，字号，列宽，小数点对齐，合计", () => askWishes(this.view, () => begin(this.view, this.dom), this.grid.width)),
      this.asked,
      act("删表格", "删去整个表格，可以撤销", () => this.remove()),
    );
  }

  private part(row: number, column: number): void {
    const { across, down } = grids.spans(this.grid)[row]?.[column] ?? { across: 1, down: 1 };
    const own = grids.decoded(grids.words(this.grid, row, column));
    const cells = Array.from({ length: Math.max(1, down) }, (_, below) => Array.from({ length: Math.max(1, across) }, (_, beside) => (below || beside ? "" : own)));
    if (across * down > 1) this.put(grids.withCells(this.grid, row, column, cells), row, column);
  }
}

/** How a cell is aligned, where it says so itself. */
function own(source: string): grids.Align | undefined {
  const said = OWN_ALIGN.exec(source)?.[1];
  return OWN.find(([value, name]) => said === value || said === name)?.[0];
}

/** The words of a cell as they are meant; their own alignment and marks hidden. */
function inline(text: string): (Node | string)[] {
  const found: (Node | string)[] = [];
  const marks = /\*\*(\S.*?)\*\*|\*([^*\s][^*]*)\*|\[\^([^\]\s]+)\]|\\([!-/:-@[-`{-~])|\s*\{(?:左|右|中|left|right|center)\}\s*$/gm;
  let at = 0;
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    found.push(text.slice(at, match.index));
    if (match[1]) found.push(h("b", { text: match[1] }));
    else if (match[2]) found.push(h("span", { class: "kai", text: match[2] }));
    else if (match[3]) found.push(h("span", { class: "footnote", text: match[3] }));
    else if (match[4]) found.push(match[4]);
    at = match.index + match[0].length;
  }
  found.push(text.slice(at), "\u200b");
  return found.filter((each) => each !== "");
}
