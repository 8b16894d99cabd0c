// Windows in the window: the browser's own dialogs, which keep the focus and close with Escape.

import { button, clear, h } from "./dom";
import { say } from "./saying";
import { Refused, type Finding } from "./server";

export interface Shown {
  element: HTMLDialogElement;
  body: HTMLElement;
  foot: HTMLElement;
  close(): void;
}

let count = 0;

export function dialog(title: string, { wide = false, closed }: { wide?: boolean; closed?: () => void } = {}): Shown {
  const id = `dialog-${++count}`;
  const body = h("div", { class: "body", tabIndex: 0 }); // it may be longer than the window
  const foot = h("div", { class: "foot" });
  const element = h("dialog", { class: wide ? "wide" : "", "aria-labelledby": id }, h("div", { class: "head" }, h("h2", { id, text: title }), button("关闭", () => element.close(), { class: "quiet" })), body, foot);
  const opener = document.activeElement;
  element.addEventListener("close", () => {
    element.remove();
    closed?.();
    returned(opener);
  });
  document.body.append(element);
  element.showModal();
  return { element, body, foot, close: () => element.close() };
}

/** The keys are not to be nobody's when a window closes: what it was opened from may be gone, or drawn anew. */
function returned(opener: Element | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const again = opener instanceof HTMLElement ? opener.dataset.file ?? "" : "";
    const wanted = [
      ...(opener instanceof HTMLElement && opener.isConnected ? [opener] : []),
      ...(again ? document.querySelectorAll<HTMLElement>(`[data-file="${CSS.escape(again)}"]`) : []),
      ...document.querySelectorAll<HTMLElement>("dialog[open] .foot button:last-child, .report[aria-current], main a, main button"),
    ];
    wanted.find((each) => each.checkVisibility?.() ?? true)?.focus();
  });
}

/** Whether people agree. */
export function agreed(title: string, text: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = false;
    const shown = dialog(title, { closed: () => resolve(answer) });
    shown.body.append(h("p", { text }));
    const act = button(yes, () => {
      answer = true;
      shown.close();
    }, { class: "main" });
    shown.foot.append(button("取消", () => shown.close()), act);
    act.focus();
  });
}

export function asked(title: string, label: string, value: string, yes: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer: string | undefined;
    const shown = dialog(title, { closed: () => resolve(answer) });
    const input = h("input", { type: "text", value, id: `${shown.element.getAttribute("aria-labelledby")}-asked` });
    const form = h("form", { on: { submit: (event: Event) => { event.preventDefault(); done(); } } }, h("label", { htmlFor: input.id, text: label }), input);
    const done = () => {
      answer = input.value.trim();
      shown.close();
    };
    shown.body.append(form);
    shown.foot.append(button("取消", () => shown.close()), button(yes, done, { class: "main" }));
    input.select();
  });
}

/** What went wrong, in the words of the program. */
export function failed(error: unknown): void {
  if (error instanceof Refused && error.findings.length) {
    const shown = dialog("没有做成");
    shown.body.append(told(error.findings));
    shown.foot.append(button("知道了", () => shown.close(), { class: "main" }));
    return;
  }
  say(error instanceof Refused ? error.message : "没有做成，请再试一次。", "bad");
  if (!(error instanceof Refused)) console.error(error);
}

/** Findings as a list; `go` leads to their places, `called` says what people call a file. */
export function told(found: Finding[], go?: (finding: Finding) => void, called = (file: string) => file): HTMLElement {
  const list = h("ul", { class: "told" });
  for (const each of found) {
    const place = each.span ? `${called(each.span.file)}，第 ${each.span.line} 行` : "";
    list.append(
      h(
        "li",
        { class: each.severity },
        h("p", { text: each.message }),
        each.hint ? h("p", { class: "hint", text: each.hint }) : null,
        place ? (go ? button(place, () => go(each), { class: "link" }) : h("p", { class: "place", text: place })) : null,
      ),
    );
  }
  return list;
}

/** A button that works on something: it says so, and is not pressed twice. */
export async function busy<T>(element: HTMLButtonElement, text: string, work: () => Promise<T>): Promise<T | undefined> {
  const before = element.textContent;
  const held = document.activeElement === element; // what is disabled loses the keys
  element.disabled = true;
  element.textContent = text;
  try {
    return await work();
  } catch (error) {
    failed(error);
    return undefined;
  } finally {
    element.disabled = false;
    element.textContent = before;
    if (held && (!document.activeElement || document.activeElement === document.body)) element.focus();
  }
}

export { clear };
