// A tour of five steps on the first start, and a page of help that is always there.

import { button, clear, h } from "./dom";
import { dialog } from "./dialog";

const STEPS: [string, string, string, string][] = [
  [".reports", "reports", "左边是本期的稿件", "点一篇就打开它。按住拖动可以调整先后，也可以拖到别的栏目。收到的 Word 文件，直接拖到窗口里，或点“放入 Word 文件”。"],
  [".paper", "middle", "中间写稿、改稿", "像在 Word 里一样写。小标题、段首句、表格、图片、脚注，用上面的按钮。每次停下来都会自动保存，不用点保存。"],
  [".pages", "pages", "右边就是印出来的样子", "改一个字，页面马上跟着变。点页面上的任何一个字，光标就到稿件里的那个字。"],
  [".found-list", "middle", "下面是发现的问题", "有把握的点“改正”；不用改的点“不查”；不明白的点“说明”。"],
  [".top .main", "pages", "都好了，点“出成品”", "PDF、Word、OFD、印刷和归档的文件都在那里。做好以后会自动逐字核对。"],
];
const SEEN = "briefing tour";

export function tourOnce(): void {
  try {
    if (localStorage.getItem(SEEN)) return;
    localStorage.setItem(SEEN, "1");
  } catch {
    return;
  }
  tour();
}

export function tour(): void {
  let at = 0;
  const box = dialog("五步认识编辑台", { closed: () => light(undefined) });
  box.element.classList.add("tour");
  const light = (element: Element | null | undefined) => {
    for (const each of document.querySelectorAll(".lit")) each.classList.remove("lit");
    element?.classList.add("lit");
  };
  const show = () => {
    const [place, pane, title, text] = STEPS[at]!;
    document.querySelector<HTMLElement>(`.panes [data-pane="${pane}"]`)?.click(); // where there is room for one part at a time
    light(document.querySelector(place));
    clear(box.body, h("p", { class: "hint", text: `第 ${at + 1} 步，共 ${STEPS.length} 步` }), h("h3", { text: title }), h("p", { text }));
    const last = at === STEPS.length - 1;
    const next = button(last ? "开始用" : "下一步", () => (last ? box.close() : (at++, show())), { class: "main" });
    clear(box.foot, at ? button("上一步", () => (at--, show())) : null, next);
    next.focus();
  };
  show();
}

const KEYS: [string, string][] = [
  ["Ctrl+F", "在整期里查找、替换"],
  ["Ctrl+Z、Ctrl+Y", "撤销、重做"],
  ["Ctrl+B", "把选中的文字加粗"],
  ["Ctrl+1 到 Ctrl+4，Ctrl+0", "变成一到四级小标题，变回正文"],
  ["F8", "到下一处问题"],
  ["Tab、回车、方向键", "在表格里到别的格；Shift+回车在格子里换行，Esc 出来"],
  ["Alt+F10", "从格子到表格下面的按钮，Esc 回到格子"],
  ["F6", "在稿件列表、正文、页面之间切换"],
  ["Alt+↑、Alt+↓", "在列表里移动一篇"],
  ["Ctrl+滚轮", "放大、缩小页面"],
];

/** `touring`: on the page of an issue, where there is something to be shown. */
export function help(touring = true): void {
  const box = dialog("帮助", { wide: true });
  const table = h("table", { class: "plain" });
  for (const [key, text] of KEYS) table.append(h("tr", {}, h("th", { scope: "row", text: key }), h("td", { text })));
  box.body.append(
    h("h3", { text: "怎样写" }),
    h("p", { text: "一段写成一行，段与段之间空一行。开头不用空两格，排版时会自动空。标题断行、字距、页码、目录都由程序管。" }),
    h("h3", { text: "会不会丢" }),
    h("p", { text: "停下不到一秒就记到磁盘上。浏览器、电脑突然关掉，再打开时文字还在。以前的每一份都在“历史”里，可以退回。" }),
    h("h3", { text: "别的人、别的程序也改了" }),
    h("p", { text: "改的不是同一段，会自动合在一起；是同一段，会把两边都给您看，由您来选。" }),
    h("h3", { text: "从 Word、WPS 粘贴" }),
    h("p", { text: "直接粘贴，标点、空格会顺手改好；图片粘贴不过来，请把 Word 文件拖进窗口。只要文字，用 Ctrl+Shift+V。" }),
    h("h3", { text: "按键" }),
    table,
  );
  if (touring) box.foot.append(button("再看一遍入门", () => { box.close(); tour(); }));
  box.foot.append(button("知道了", () => box.close(), { class: "main" }));
}
