// What is said in a corner of the window for a moment, and to whoever listens rather than looks. The moment begins when somebody is there:
// at once after a deed of theirs, else with the next one. So what came while nobody looked, or while the page was made, is not missed.

import { find, h } from "./dom";

/** So many are shown at once of those that were seen. */
const MOST = 2;
/** For how long something is shown to whoever is there, ms. */
const MOMENT = 4500;
const LONGER = 9000;

/** A sentence that is shown. */
class Line {
  private timer = 0;

  constructor(
    readonly element: HTMLElement,
    private readonly moment: number,
  ) {}

  get seen(): boolean {
    return this.timer > 0;
  }

  /** Somebody is there: its moment begins. */
  see(): void {
    this.timer ||= window.setTimeout(() => this.end(), this.moment);
  }

  end(): void {
    clearTimeout(this.timer);
    this.element.remove();
    lines.delete(this);
  }
}

/** The oldest first. */
const lines = new Set<Line>();
/** When somebody did something here. */
let lately = -Infinity;

function deed(): void {
  lately = performance.now();
  for (const line of lines) line.see();
}

for (const kind of ["keydown", "pointerdown", "drop"]) addEventListener(kind, deed, true);

/** Say something. A click takes it away. */
export function say(text: string, kind: "" | "bad" = ""): void {
  doing(text, kind);
}

/** The same of something that is being done; what it returns takes it away when that is over. */
export function doing(text: string, kind: "" | "bad" = ""): () => void {
  const announcer = find("#said");
  const line = new Line(h("p", { class: `said ${kind}`, title: "点一下收起", text }), kind ? LONGER : MOMENT);
  line.element.addEventListener("click", () => line.end());
  for (const other of [...lines]) if (other.element.textContent === text) other.end();
  lines.add(line);
  announcer.append(line.element);
  if (!document.hidden && performance.now() - lately < MOMENT) line.see();
  for (const other of [...lines]) if (lines.size > MOST && other !== line && other.seen) other.end();
  announcer.popover = "manual"; // over dialogs, too
  announcer.hidePopover();
  announcer.showPopover();
  return () => line.end();
}
