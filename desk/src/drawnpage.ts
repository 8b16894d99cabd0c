// One page: its source as it came, what of the sources stands where on it, and its drawing while somebody may see it.

import { clear } from "./dom";
import type { Place } from "./server";

/** A stretch of a line on the page: the `order`-th of those that know their place. */
export interface Stretch {
  order: number;
  column: number;
  text: string;
}

export class DrawnPage {
  private source = "";
  private tree: SVGSVGElement | undefined;
  private known: Map<string, Stretch[]> | undefined;
  /** Whether somebody may see it. */
  private near = false;

  constructor(readonly sheet: HTMLElement) {}

  /** Another drawing; whether it is one. */
  take(source: string): boolean {
    const box = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(source);
    if (!box) return false;
    this.source = source;
    this.tree = this.known = undefined;
    this.sheet.style.aspectRatio = `${box[1]} / ${box[2]}`;
    this.sheet.classList.toggle("wide", Number(box[1]) > Number(box[2]));
    if (this.near) this.draw();
    else clear(this.sheet);
    return true;
  }

  /** Drawn while it is near the window, so that a long issue costs no more than a short one. Whether it has just been drawn. */
  come(near: boolean): boolean {
    const before = this.svg;
    this.near = near;
    if (!near) clear(this.sheet);
    else if (!before) this.draw();
    return near && !before;
  }

  get svg(): SVGSVGElement | undefined {
    return this.sheet.firstElementChild instanceof SVGSVGElement ? this.sheet.firstElementChild : undefined;
  }

  /** Drawn, whether or not anybody is near. */
  shown(): SVGSVGElement | undefined {
    if (!this.svg) this.draw();
    return this.svg;
  }

  copy(): SVGSVGElement | undefined {
    return this.parsed() && document.importNode(this.parsed()!, true);
  }

  /** Stretches of a line of a file, in their order on the page. */
  stretches(file: string, line: number): Stretch[] {
    return this.places().get(`${file}:${line}`) ?? [];
  }

  /** The first line of a file that stands on the page. */
  firstLine(file: string): number | undefined {
    for (const key of this.places().keys()) {
      const at = key.lastIndexOf(":");
      if (key.slice(0, at) === file) return Number(key.slice(at + 1));
    }
    return undefined;
  }

  element(order: number): SVGTextContentElement | undefined {
    const found = this.svg?.querySelectorAll<SVGElement>("tspan[data-src]")[order];
    return found as SVGElement as SVGTextContentElement | undefined;
  }

  private places(): Map<string, Stretch[]> {
    if (this.known) return this.known;
    this.known = new Map();
    [...(this.parsed()?.querySelectorAll<SVGElement>("tspan[data-src]") ?? [])].forEach((each, order) => {
      const place = placeOf(each.dataset.src!);
      if (!place) return;
      const key = `${place.file}:${place.line}`;
      this.known!.set(key, [...(this.known!.get(key) ?? []), { order, column: place.column, text: each.textContent ?? "" }]);
    });
    return this.known;
  }

  private parsed(): SVGSVGElement | undefined {
    if (!this.tree && this.source) {
      const found = new DOMParser().parseFromString(this.source, "image/svg+xml").documentElement;
      if (found.nodeName !== "svg") return undefined;
      found.removeAttribute("width");
      found.removeAttribute("height");
      this.tree = found as Element as SVGSVGElement;
    }
    return this.tree;
  }

  private draw(): void {
    clear(this.sheet, this.copy());
  }
}

export function placeOf(source: string): Place | undefined {
  const match = /^(.*):(\d+):(\d+)$/.exec(source);
  return match ? { file: match[1]!, line: Number(match[2]), column: Number(match[3]), length: 1 } : undefined;
}
