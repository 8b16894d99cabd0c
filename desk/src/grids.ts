// Tables as they stand in Markdown, and as a grid: which stretch of the source is which cell; another grid written with as few other
// characters as can be. Pure.

import type { Text as Document } from "@codemirror/state";

/** A cell: its words at `from`–`to`, what stands between its bars at `start`–`end`. Places count from the table's beginning. */
export interface Cell {
  from: number;
  to: number;
  start: number;
  end: number;
}

export interface Grid {
  source: string;
  /** The head first; the line of dashes is none of them. */
  rows: Cell[][];
  width: number;
  aligns: Align[];
}

export type Align = "" | "left" | "center" | "right";

/** What stands between the bars of every line, the line of dashes second. */
type Matrix = string[][];

const RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
export const ABOVE = "^^";
export const LEFT = "<<";
const EMPTY = "  ";

/** Lines of the tables of a text, first and last. */
export function tableLines(doc: Document): [number, number][] {
  const found: [number, number][] = [];
  let begun = 0;
  const iter = doc.iterLines();
  const texts: string[] = [];
  for (let number = 1; ; number++) {
    const { value, done } = iter.next();
    const barred = !done && /^ {0,3}\|/.test(value);
    if (barred) {
      if (!begun) begun = number;
      texts.push(value);
    } else if (begun) {
      if (texts.length > 1 && RULE.test(texts[1]!)) found.push([begun, number - 1]);
      begun = 0;
      texts.length = 0;
    }
    if (done) return found;
  }
}

export function parsed(source: string): Grid {
  const lines = source.split("\n");
  const rows: Cell[][] = [];
  let at = 0;
  let aligns: Align[] = [];
  lines.forEach((line, index) => {
    const cells = cellsOf(line, at);
    if (index === 1) aligns = cells.map((cell) => aligned(source.slice(cell.from, cell.to)));
    else rows.push(cells);
    at += line.length + 1;
  });
  const width = Math.max(1, aligns.length);
  return { source, rows: rows.map((row) => row.slice(0, width)), width, aligns };
}

function aligned(dashes: string): Align {
  const [left, right] = [dashes.startsWith(":"), dashes.endsWith(":")];
  return left ? (right ? "center" : "left") : right ? "right" : "";
}

function cellsOf(line: string, offset: number): Cell[] {
  const bars: number[] = [];
  for (let at = 0; at < line.length; at++) if (line[at] === "|" && line[at - 1] !== "\\") bars.push(at);
  if (bars.length && line.slice(bars.at(-1)! + 1).trim()) bars.push(line.length); // the last bar may be left out
  const found: Cell[] = [];
  for (let index = 0; index + 1 < bars.length; index++) {
    const [start, end] = [bars[index]! + 1, bars[index + 1]!];
    const inner = line.slice(start, end);
    const lead = inner.length - inner.trimStart().length;
    const from = inner.trim() ? start + lead : start + Math.min(1, inner.length);
    found.push({ from: offset + from, to: offset + (inner.trim() ? start + inner.trimEnd().length : from), start: offset + start, end: offset + end });
  }
  return found;
}

/** The words of a cell as people read them, and as they stand in the source. */
export function decoded(source: string): string {
  return source.replace(/\\\|/g, "|").replace(/<br\s*\/?>/gi, "\n");
}

export function encoded(value: string): string {
  return value.replace(/\|/g, "\\|").replace(/\r\n?|\n/g, "<br>");
}

export function words(grid: Grid, row: number, column: number): string {
  const cell = grid.rows[row]?.[column];
  return cell ? grid.source.slice(cell.from, cell.to) : "";
}

/** Where a stretch of the source lies: the cell whose bars are round it, or the nearest one of its line. */
export function cellAt(grid: Grid, at: number): [number, number] {
  for (let row = 0; row < grid.rows.length; row++) {
    const cells = grid.rows[row]!;
    const end = cells.at(-1)?.end ?? 0;
    if (at > end + 1 && row + 1 < grid.rows.length) continue;
    const column = cells.findIndex((cell) => at <= cell.end);
    return [row, column < 0 ? cells.length - 1 : column];
  }
  return [0, 0];
}

/** What of a grid is drawn: how far a cell reaches over others, 0 for one that is covered. A shape that is none is drawn as written. */
export function spans(grid: Grid): { across: number; down: number }[][] {
  const owner = new Map<string, string>();
  const key = (row: number, column: number) => `${row}/${column}`;
  const areas = new Map<string, [number, number][]>();
  for (let row = 0; row < grid.rows.length; row++)
    for (let column = 0; column < grid.width; column++) {
      const said = words(grid, row, column);
      const from = said === ABOVE && row ? key(row - 1, column) : said === LEFT && column ? key(row, column - 1) : "";
      const own = from ? owner.get(from)! : key(row, column);
      owner.set(key(row, column), own);
      areas.set(own, [...(areas.get(own) ?? []), [row, column]]);
    }
  const found = grid.rows.map(() => Array.from({ length: grid.width }, () => ({ across: 1, down: 1 })));
  for (const [own, area] of areas) {
    const [row, column] = own.split("/").map(Number) as [number, number];
    const down = Math.max(...area.map(([each]) => each)) - row + 1;
    const across = Math.max(...area.map(([, each]) => each)) - column + 1;
    if (area.length === 1 || area.length !== down * across || area.some(([, each]) => each < column)) continue;
    for (const [each, other] of area) found[each]![other] = { across: 0, down: 0 };
    found[row]![column] = { across, down };
  }
  return found;
}

// --- other grids

function matrix(grid: Grid): Matrix {
  return grid.source.split("\n").map((line) => {
    const row = cellsOf(line, 0).map((cell) => line.slice(cell.start, cell.end));
    while (row.length < grid.width) row.push(EMPTY);
    return row.slice(0, grid.width);
  });
}

/** Lines that say the same keep their very characters. */
function written(grid: Grid, rows: Matrix): string {
  const before = matrix(grid);
  const lines = grid.source.split("\n");
  const indent = /^\s*/.exec(lines[0]!)![0];
  return rows
    .map((row) => {
      const stood = before.findIndex((each) => each.length === row.length && each.every((cell, index) => cell === row[index]));
      return stood >= 0 && cellsOf(lines[stood]!, 0).length === row.length ? lines[stood]! : `${indent}|${row.join("|")}|`;
    })
    .join("\n");
}

const line = (row: number) => (row ? row + 1 : 0);
const said = (slice: string | undefined) => (slice ?? "").trim();

export function withRow(grid: Grid, row: number, below: boolean): string {
  const rows = matrix(grid);
  const under = below ? rows[line(row + 1)] : rows[line(row)]; // a merged cell that reaches over the new row goes on in it
  const fresh = Array.from({ length: grid.width }, (_, column) => (said(under?.[column]) === ABOVE ? ` ${ABOVE} ` : EMPTY));
  if (!row && !below) rows.splice(0, 2, fresh, rows[1]!, rows[0]!);
  else rows.splice(below ? Math.max(2, line(row) + 1) : line(row), 0, fresh);
  return written(grid, rows);
}

/** "" where nothing is left. */
export function withoutRow(grid: Grid, row: number): string {
  const rows = matrix(grid);
  const [gone, under] = [rows[line(row)]!, rows[line(row + 1)]];
  if (under) gone.forEach((slice, column) => said(under[column]) === ABOVE && said(slice) !== ABOVE && (under[column] = slice));
  if (row) rows.splice(line(row), 1);
  else if (!under) return "";
  else rows.splice(0, 3, under, rows[1]!);
  return written(grid, rows);
}

export function withColumn(grid: Grid, column: number, after: boolean): string {
  const at = after ? column + 1 : column;
  const rows = matrix(grid);
  const dashes = /\s/.test(rows[1]![0] ?? " ") ? " --- " : "---";
  rows.forEach((row, index) => row.splice(at, 0, index === 1 ? dashes : said(row[at]) === LEFT ? ` ${LEFT} ` : EMPTY));
  return written(grid, rows);
}

export function withoutColumn(grid: Grid, column: number): string {
  if (grid.width === 1) return "";
  const rows = matrix(grid);
  for (const row of rows) {
    if (said(row[column + 1]) === LEFT && said(row[column]) !== LEFT) row[column + 1] = row[column]!;
    row.splice(column, 1);
  }
  return written(grid, rows);
}

export function withAlign(grid: Grid, column: number, align: Align): string {
  const rows = matrix(grid);
  const dashes = { "": "---", left: ":---", center: ":---:", right: "---:" }[align];
  rows[1]![column] = /\s/.test(rows[1]![column] ?? "") ? ` ${dashes} ` : dashes;
  return written(grid, rows);
}

/** The whole table on one line of cells apart from the next where nothing stands yet: `come` from a cell on, the grid made larger
 * where that is needed. */
export function withCells(grid: Grid, row: number, column: number, come: string[][]): string {
  const rows = matrix(grid);
  const width = Math.max(grid.width, column + Math.max(...come.map((each) => each.length)));
  const dashes = /\s/.test(rows[1]![0] ?? " ") ? " --- " : "---";
  rows.forEach((each, index) => {
    while (each.length < width) each.push(index === 1 ? dashes : EMPTY);
  });
  while (rows.length < line(row) + come.length + (row ? 0 : 1)) rows.push(Array<string>(width).fill(EMPTY));
  come.forEach((cells, down) =>
    cells.forEach((cell, across) => {
      const slice = encoded(cell.trim());
      rows[line(row + down)]![column + across] = slice ? ` ${slice} ` : EMPTY;
    }),
  );
  return written(grid, rows);
}

export function blank(rows: number, columns: number): string {
  const row = `|${Array<string>(columns).fill(EMPTY).join("|")}|`;
  return [row, `|${Array<string>(columns).fill(" --- ").join("|")}|`, ...Array<string>(Math.max(0, rows - 1)).fill(row)].join("\n");
}

/** A table that holds these cells. */
export function tableOf(cells: string[][]): string {
  const width = Math.max(...cells.map((row) => row.length));
  return withCells(parsed(blank(cells.length, width)), 0, 0, cells);
}

// --- what spreadsheets and word processors put on the clipboard

/** Tabs between cells, quotes round those that hold lines. */
export function pastedCells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < whole.length; at++) {
    const char = whole[at]!;
    if (quoted) {
      if (char === '"' && whole[at + 1] === '"') {
        cell += '"';
        at++;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === "" && /"(?:[^"]|"")*"(?:[\t\n]|$)/y.test(whole.slice(at))) quoted = true;
    else if (char === "\t" || char === "\n") {
      rows[rows.length - 1]!.push(cell);
      cell = "";
      if (char === "\n") rows.push([]);
    } else cell += char;
  }
  rows[rows.length - 1]!.push(cell);
  return rows;
}

/** The first table of a page; merged cells as they are merged here. Undefined where there is none. */
export function htmlCells(html: string): string[][] | undefined {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return undefined;
  const rows: string[][] = [];
  [...table.rows].forEach((element, row) => {
    rows[row] ??= [];
    let column = 0;
    for (const cell of element.cells) {
      while (rows[row]![column] !== undefined) column++;
      const across = Math.min(Math.max(1, cell.colSpan), 100);
      const down = Math.min(Math.max(1, cell.rowSpan), table.rows.length - row);
      for (let below = 0; below < down; below++)
        for (let beside = 0; beside < across; beside++)
          (rows[row + below] ??= [])[column + beside] = below ? ABOVE : beside ? LEFT : textOf(cell);
      // one that is merged both ways goes up in its first column, and to the left in the others
      for (let below = 1; below < down; below++) for (let beside = 1; beside < across; beside++) rows[row + below]![column + beside] = LEFT;
      column += across;
    }
  });
  const found = rows.filter((row) => row?.length).map((row) => Array.from(row, (cell) => cell ?? ""));
  return found.length ? found : undefined;
}

function textOf(cell: HTMLElement): string {
  const parts: string[] = [];
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) parts.push((node.textContent ?? "").replace(/[\s\u00a0]+/g, " "));
    else if (node instanceof Element) {
      if (/^(STYLE|SCRIPT)$/.test(node.tagName)) return;
      if (/^(BR|P|DIV|LI)$/.test(node.tagName) && parts.some((part) => part.trim()) && !parts.at(-1)!.endsWith("\n")) parts.push("\n");
      node.childNodes.forEach(walk);
    }
  };
  cell.childNodes.forEach(walk);
  return parts.join("").replace(/ *\n */g, "\n").trim();
}
