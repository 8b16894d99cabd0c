// The proof: the finished pages as they were read back, with what was found drawn where it is, and the list beside.

import { button, h } from "./dom";
import { dialog } from "./dialog";
import type { Finding, Place } from "./server";

export interface Proved {
  /** `mark`: left, top, right, bottom on the page, pt; `page` 0 for none. */
  findings: (Finding & { page: number; mark: [number, number, number, number] | null })[];
  pages: { number: number; width: number; height: number; markup: string }[];
  figures: [string, string][];
  edited: string[];
  missing: string[];
  fresh: string;
}

const SVG = "http://www.w3.org/2000/svg";
/** White round a mark, pt. */
const MARGIN = 3;

export function showProof(proved: Proved, go: (place: Place) => void, called: (file: string) => string): void {
  const box = dialog("核对的结果", { wide: true });
  const count = proved.findings.length;
  const verdict = count ? `读回成品，发现 ${count} 处问题，画在下面的页上。` : "核对过了：成品与稿件一字不差，版面合规。";
  const facts = h("dl", { class: "figures" }, ...proved.figures.map(([name, value]) => h("div", {}, h("dt", { text: name }), h("dd", { text: value }))));
  box.body.append(
    h("p", { class: count ? "wrong" : "good", text: verdict }),
    proved.fresh ? h("p", { class: "wrong", text: `${proved.fresh}。这里是现在的稿件与那份成品的比较，请重做成品。` }) : "",
    proved.edited.length ? h("p", { class: "wrong", text: `${proved.edited.join("、")} 做好以后被人改过。` }) : "",
    proved.missing.length ? h("p", { class: "wrong", text: `${proved.missing.join("、")} 不见了。` }) : "",
    facts,
  );
  const items = new Map<number, HTMLElement>();
  const marks = new Map<number, SVGElement>();
  const light = (number: number, list: boolean) => {
    for (const each of [...items.values(), ...marks.values()]) each.classList.remove("now");
    items.get(number)?.classList.add("now");
    marks.get(number)?.classList.add("now");
    (list ? marks.get(number) : items.get(number))?.scrollIntoView({ block: "center", behavior: "instant" });
  };
  const list = h("ol", { class: "told proof-list" });
  proved.findings.forEach((each, index) => {
    const place = each.span;
    const item = h(
      "li",
      { class: each.severity },
      each.mark ? button(each.message, () => light(index, true), { class: "link" }) : h("p", { text: each.message }),
      each.hint ? h("p", { class: "hint", text: each.hint }) : null,
      place && !place.file.includes("/") ? button(`${called(place.file)}，第 ${place.line} 行`, () => { box.close(); go(place); }, { class: "link place" }) : null,
    );
    items.set(index, item);
    list.append(item);
  });
  const pages = h("div", { class: "proof-pages", tabIndex: 0, role: "region", "aria-label": "成品的各页" });
  for (const page of proved.pages) {
    const mine = proved.findings.map((each, index) => ({ each, index })).filter(({ each }) => each.page === page.number);
    const sheet = h("div", { class: "proof-page" }, ...drawn(page.markup));
    const over = document.createElementNS(SVG, "svg");
    over.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
    over.setAttribute("class", "proof-marks");
    over.setAttribute("aria-hidden", "true");
    for (const { each, index } of mine) {
      if (!each.mark) continue;
      const [left, top, right, bottom] = each.mark;
      const group = document.createElementNS(SVG, "g");
      const rect = document.createElementNS(SVG, "rect");
      for (const [key, value] of Object.entries({ x: left - MARGIN, y: top - MARGIN, width: right - left + 2 * MARGIN, height: bottom - top + 2 * MARGIN })) rect.setAttribute(key, value.toFixed(1));
      const number = document.createElementNS(SVG, "text");
      number.setAttribute("x", (left - MARGIN - 3).toFixed(1));
      number.setAttribute("y", bottom.toFixed(1));
      number.textContent = String(index + 1);
      group.append(rect, number);
      group.addEventListener("click", () => light(index, false));
      marks.set(index, group);
      over.append(group);
    }
    sheet.append(over);
    pages.append(h("figure", {}, sheet, h("figcaption", { text: `第 ${page.number} 页${mine.length ? `：${mine.length} 处` : ""}` })));
  }
  box.body.append(h("div", { class: proved.findings.length ? "proof" : "proof whole" }, pages, proved.findings.length ? list : ""));
  box.foot.append(button("知道了", () => box.close(), { class: "main" }));
  const first = proved.findings.findIndex((each) => each.mark);
  if (first >= 0) light(first, true);
}

/** What the server drew; words are words in it, and no script runs here. */
function drawn(markup: string): Node[] {
  const body = new DOMParser().parseFromString(markup, "text/html").body;
  for (const each of body.querySelectorAll("svg")) {
    each.removeAttribute("width");
    each.removeAttribute("height");
  }
  return [...body.childNodes].map((each) => document.importNode(each, true));
}

