// Where there is no room for three columns (a telephone, or 200 %): one of them at a time, and which.

import { button, h } from "./dom";

export type Pane = "reports" | "middle" | "pages";
const NAMES: [Pane, string][] = [["reports", "稿件"], ["middle", "正文"], ["pages", "页面"]];

export class Panes {
  readonly element = h("div", { class: "panes switch", role: "group", "aria-label": "看哪一部分" });

  constructor(private readonly desk: HTMLElement) {
    for (const [pane, text] of NAMES) {
      const press = button(text, () => this.show(pane));
      press.dataset.pane = pane;
      this.element.append(press);
    }
    this.show("pages");
  }

  show(pane: Pane): void {
    this.desk.dataset.pane = pane;
    for (const each of this.element.querySelectorAll<HTMLElement>("button")) each.setAttribute("aria-pressed", String(each.dataset.pane === pane));
  }
}
