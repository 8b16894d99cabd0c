// Two texts of one paragraph: people say which is to stand. Until then neither is lost.

import { button, h } from "./dom";
import { dialog } from "./dialog";
import type { Chunk, Events } from "./happenings";
import { say } from "./saying";
import { SETTINGS } from "./texts";

/** Clashes with the disk that wait for an answer, by file: a newer one of the same file takes their place. */
const waiting = new Map<string, () => void>();

/** Another window has answered. */
export function clashesOver(): void {
  for (const end of [...waiting.values()]) end();
}

export function settleClash(asked: Events["clash"]): void {
  const { clash, local, settle } = asked;
  if (!local) waiting.get(clash.file)?.();
  let answered = false;
  // it must be answered: a window that is closed nevertheless comes again
  const box = dialog("同一段在两处都改了", { wide: true, closed: () => answered || settleClash(asked) });
  const end = () => {
    answered = true;
    if (!local) waiting.delete(clash.file);
    box.close();
  };
  if (!local) waiting.set(clash.file, end);
  box.element.addEventListener("cancel", (event) => event.preventDefault());
  box.element.querySelector(".head button")?.remove();
  const choices: (() => string)[] = [];
  const parts = clash.chunks.filter((chunk) => chunk.clash).map((chunk, index) => one(chunk, index, choices));
  box.body.append(h("p", { text: `${clash.file === SETTINGS ? "本期设置" : clash.file} 里有 ${parts.length} 段，这里和别处（另一个窗口、别的程序或别的人）改得不一样。请逐段选一个；两边的文字都记在“历史”里，不会丢。` }), ...parts);
  const yes = button("就这样", () => {
    let at = 0;
    const text = clash.chunks.map((chunk) => (chunk.clash ? choices[at++]!() : chunk.made !== null ? chunk.made : chunk.theirs === chunk.base ? chunk.mine : chunk.mine === chunk.base ? chunk.theirs : chunk.mine)).join("");
    end();
    settle(text).then(
      () => say("两处的改动合好了。"),
      (error: Error) => say(error.message, "bad"),
    );
  }, { class: "main" });
  box.foot.append(yes);
}

function one(chunk: Chunk, index: number, choices: (() => string)[]): HTMLElement {
  const area = h("textarea", { rows: 4, "aria-label": `第 ${index + 1} 段的结果` });
  const take = (text: string) => (area.value = text.replace(/\n+$/, ""));
  const ending = /\n*$/.exec(chunk.mine || chunk.theirs)![0];
  take(chunk.mine);
  choices.push(() => (area.value.trim() ? area.value.replace(/\n+$/, "") + (ending || "\n") : ""));
  const side = (title: string, text: string, act: string) => h("div", { class: "side" }, h("h3", { text: title }), h("p", { text: text.trim() || "（删去了）" }), button(act, () => take(text)));
  return h(
    "section",
    { class: "clash" },
    h("div", { class: "two" }, side("这里的", chunk.mine, "用这里的"), side("别处的", chunk.theirs, "用别处的")),
    h("p", {}, button("两段都留", () => take(`${chunk.mine.replace(/\n+$/, "")}\n\n${chunk.theirs}`)), h("span", { class: "hint", text: "　也可以直接在下面改：" })),
    area,
  );
}
