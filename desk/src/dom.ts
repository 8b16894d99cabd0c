// Elements made in one expression. Nothing here ever takes HTML from a string.

type Child = Node | string | null | undefined | false;
type Properties = {
  class?: string;
  title?: string;
  text?: string;
  on?: Record<string, (event: never) => void>;
  [name: string]: unknown;
};

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false || value === null) continue;
    if (name === "class") element.className = String(value);
    else if (name === "text") element.textContent = String(value);
    else if (name === "on") {
      for (const [kind, handler] of Object.entries(value as object)) element.addEventListener(kind, handler as EventListener);
    } else if (name in element && !name.startsWith("aria") && name !== "list") {
      (element as unknown as Record<string, unknown>)[name] = value;
    } else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

export function button(text: string, act: (event: MouseEvent) => void, properties: Properties = {}): HTMLButtonElement {
  return h("button", { type: "button", text, ...properties, on: { click: act } });
}

export function clear(element: Element, ...children: Child[]): void {
  element.replaceChildren(...(children.filter(Boolean) as Node[]));
}

/** What is pressed, and how to draw it anew: a button that is replaced under the finger is never clicked. */
const pressed = new Map<HTMLElement, () => void>();
let under: Element | null = null;
document.addEventListener("pointerdown", (event) => (under = event.target as Element), true);
for (const kind of ["pointerup", "pointercancel", "pointermove"] as const)
  document.addEventListener(kind, (event) => {
    if (!under || (kind === "pointermove" && event.buttons)) return; // it may have been let go outside of the window
    under = null;
    setTimeout(() => [...pressed.values()].forEach((draw) => draw())); // the click comes first, and may draw it itself
  }, true);

/** What is drawn anew keeps the keys: they go to the same file, or to whatever has come to the same place; `otherwise` where nothing has. */
export function steady(element: HTMLElement, draw: () => void, otherwise?: () => HTMLElement | null | undefined): void {
  if (under && element.contains(under)) {
    pressed.set(element, () => steady(element, draw, otherwise));
    return;
  }
  pressed.delete(element);
  const stops = () => [...element.querySelectorAll<HTMLElement>("button:not(:disabled), input, select, textarea, a[href]")].filter((each) => each.checkVisibility?.() ?? true);
  const at = document.activeElement instanceof HTMLElement && element.contains(document.activeElement) ? document.activeElement : undefined;
  const place = at ? stops().indexOf(at) : -1;
  draw();
  if (!at || (document.activeElement && document.activeElement !== document.body)) return;
  const now = stops();
  const same = at.dataset.file ? now.find((each) => each.dataset.file === at.dataset.file) : undefined;
  (same ?? now[Math.min(place, now.length - 1)] ?? otherwise?.())?.focus();
}

export function find<T extends HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(selector);
  return found;
}
