// The print shop's set before it is made: every side of every sheet, the copy as it lies folded, how it is folded, the ticket.

import { button, clear, h } from "./dom";
import { dialog, told } from "./dialog";
import type { Issue } from "./issue";
import type { Finding } from "./server";

export interface Plates {
  token: string;
  sheets: { sheet: number; side: "front" | "back"; inks: string[]; image: string }[];
  folding: string;
  ticket: string[];
  pages: number;
  blank: number;
  /** The blanks stand before the last page, else at the end. */
  colophon: boolean;
  binding: string;
  copies: number | null;
  apart: number[];
  findings: Finding[];
}

/** Ask whether it is to be made; `page` draws a page of the issue. */
export function lookAtPlates(issue: Issue, plates: Plates, page: (number: number) => Element | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    let agreed = false;
    const box = dialog("付印前看一看", { wide: true, closed: () => resolve(agreed) });
    const room = h("div", { class: "plates" });
    const image = (name: string, alt: string) => h("img", { src: `${issue.path}/preview/${plates.token}/${encodeURIComponent(name)}`, alt });
    const views: [string, () => Node[]][] = [
      ["上版的各面", () => plates.sheets.map((each) => h("figure", { class: "side-of-sheet" }, image(each.image, sideOf(each)), h("figcaption", { text: `${sideOf(each)}　${each.inks.join("、")}` })))],
      ["折好以后", () => spreads(plates).map((each) => spread(each, page))],
      ["怎样折", () => [image(plates.folding, "折手图：每张纸上各页的位置，和折的次序")]],
      ["通知单", () => (plates.ticket.length ? plates.ticket.map((each, index) => image(each, `印刷通知单第 ${index + 1} 页`)) : [h("p", { text: "这次没有通知单，见下面的说明。" })])],
    ];
    const tabs = h("div", { class: "switch", role: "group", "aria-label": "看哪一样" });
    const show = (name: string) => {
      for (const each of tabs.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each.textContent === name));
      clear(room, ...views.find(([each]) => each === name)![1]());
      room.dataset.view = name;
    };
    for (const [name] of views) tabs.append(button(name, () => show(name), { "aria-pressed": "false" }));
    const sheets = Math.max(0, ...plates.sheets.map((each) => each.sheet));
    const said = [`${plates.pages} 页`, `${plates.binding}`, `${sheets} 张纸、${plates.sheets.length} 面，${plates.sheets.reduce((sum, each) => sum + each.inks.length, 0)} 块版`];
    if (plates.blank) said.push(`空白 ${plates.blank} 页${plates.colophon ? "（在版记前面）" : ""}`);
    if (plates.copies) said.push(`印 ${plates.copies.toLocaleString("zh-CN")} 份`);
    if (plates.apart.length) said.push(`折页另印：第 ${plates.apart.join("、")} 页`);
    box.body.append(h("p", { class: "plates-said", text: `${said.join("，")}。` }), plates.findings.length ? h("details", {}, h("summary", { text: `要知道的 ${plates.findings.length} 处` }), told(plates.findings, undefined, (file) => issue.called(file))) : "", tabs, room);
    const yes = button("付印", () => {
      agreed = true;
      box.close();
    }, { class: "main" });
    box.foot.append(button("先不印", () => box.close()), yes);
    show(views[0]![0]);
    yes.focus();
  });
}

function sideOf(each: Plates["sheets"][number]): string {
  return `第 ${each.sheet} 张${each.side === "back" ? "反面" : "正面"}`;
}

/** Left and right page of every opening of the copy; 0 for a blank, undefined for outside. */
function spreads(plates: Plates): [number | undefined, number | undefined][] {
  const numbers = Array.from({ length: plates.pages }, (_, index) => index + 1).filter((each) => !plates.apart.includes(each));
  const blanks = Array<number>(plates.blank).fill(0);
  const bound = plates.colophon && numbers.length > 1 ? [...numbers.slice(0, -1), ...blanks, ...numbers.slice(-1)] : [...numbers, ...blanks];
  const found: [number | undefined, number | undefined][] = [[undefined, bound[0]]];
  for (let at = 1; at < bound.length; at += 2) found.push([bound[at], bound[at + 1]]);
  return found;
}

function spread([left, right]: [number | undefined, number | undefined], page: (number: number) => Element | undefined): HTMLElement {
  const leaf = (number: number | undefined) => {
    const shown = h("div", { class: number === undefined ? "leaf outside" : "leaf" });
    const drawn = number ? page(number) : undefined;
    if (drawn) shown.append(drawn);
    else if (number === 0) shown.append(h("span", { class: "hint", text: "空白页" }));
    return shown;
  };
  const name = (number: number | undefined) => (number === 0 ? "空白" : number ? `第 ${number} 页` : "");
  return h("figure", { class: `spread${left === undefined ? " front" : right === undefined ? " back" : ""}` }, h("div", { class: "leaves" }, leaf(left), leaf(right)), h("figcaption", { text: left === undefined ? "封面" : right === undefined ? `封底　${name(left)}` : `${name(left)}、${name(right)}` }));
}
