// The first page: what to do, the issues there are, and a new one. Files may be dropped here, too.

import { button, clear, h } from "./dom";
import { agreed, busy, dialog, failed } from "./dialog";
import { help } from "./help";
import { dropped, sendAhead } from "./intake";
import { looks } from "./looks";
import { Refused, get, post } from "./server";

interface Listed {
  name: string;
  number?: string;
  date?: string;
  special?: string;
  house?: string;
}

interface Shelf {
  issues: Listed[];
  /** Taken away, and to be had back. */
  gone: (Listed & { time: number; reports: number })[];
  houses: { name: string; title: string }[];
  ends_with_window: boolean;
}

const STEPS = [
  ["新一期", "照上一期新建，或打开下面的一期。"],
  ["放入 Word 文件", "各地发来的稿件，整个拖到这个窗口里就行；压缩包、文件夹也可以。"],
  ["看页面，改文字", "左边改，右边就是印出来的样子。不用点保存。"],
  ["出成品", "PDF、Word，交给印刷厂和档案室的文件，一按就有。"],
] as const;

export async function shelf(room: HTMLElement): Promise<void> {
  document.title = "简报编辑台";
  let said: Shelf;
  try {
    said = await get<Shelf>("/api/shelf");
  } catch (error) {
    return failed(error);
  }
  const title = (name: string) => said.houses.find((each) => each.name === name)?.title ?? "";
  const list = h("ul", { class: "shelf" });
  for (const issue of said.issues) {
    const link = h("a", { href: address(issue.name) }, h("strong", { text: called(issue) }), h("span", { text: dated(issue.date) }), h("span", { class: "house", text: title(issue.house ?? "") }), h("span", { class: "special", text: issue.special ?? "" }));
    link.dataset.issue = issue.name;
    list.append(h("li", {}, link));
  }
  if (!said.issues.length) list.append(h("li", { class: "hint", text: "还没有一期。点“新一期”开始。" }));
  clear(
    room,
    h("header", { class: "top" }, h("h1", { text: "简报编辑台" }), h("span", { class: "fill" }), looks(), button("帮助", () => help(false))),
    h(
      "main",
      { class: "home" },
      h("ol", { class: "steps", "aria-label": "怎样做一期" }, ...STEPS.map(([what, how]) => h("li", {}, h("strong", { text: what }), h("span", { text: how })))),
      h("div", { class: "lead" }, h("h2", { text: "各期简报" }), button("新一期", () => fresh(said), { class: "main" })),
      list,
      gone(said),
      ending(said),
    ),
  );
  receive(room, said);
}

/** Files dropped on an issue go into it, anywhere else into a new one. */
function receive(room: HTMLElement, said: Shelf): void {
  const under = (event: DragEvent) => (event.target instanceof Element ? event.target.closest<HTMLElement>("a[data-issue]") : null);
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    room.classList.add("receiving");
    for (const each of room.querySelectorAll(".over")) each.classList.remove("over");
    under(event)?.classList.add("over");
  });
  const over = () => {
    room.classList.remove("receiving");
    for (const each of room.querySelectorAll(".over")) each.classList.remove("over");
  };
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) over();
  });
  document.addEventListener("drop", (event) => {
    over();
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (document.querySelector("dialog[open]")) return;
    const name = under(event)?.dataset.issue;
    void dropped(event.dataTransfer).then(async (files) => {
      if (!files.length) return;
      if (!name) return fresh(said, files);
      const issue = said.issues.find((each) => each.name === name)!;
      if (await agreed("放入收到的文件", `把这 ${files.length} 个文件放进${called(issue)}吗？先读给您看，点“放进本期”才放。`, "读给我看")) await ahead(name, files);
    }, failed);
  });
}

/** Open an issue with files that wait to be looked at. */
async function ahead(name: string, files: File[]): Promise<void> {
  const box = dialog("放入收到的文件");
  const step = h("p", { role: "status" });
  box.body.append(step);
  try {
    await sendAhead(name, files, (file) => (step.textContent = `正在送 ${file.name}……`));
    location.assign(address(name));
  } catch (error) {
    box.close();
    failed(error);
  }
}

/** Issues whose folders somebody deleted. */
function gone(said: Shelf): HTMLElement | null {
  if (!said.gone.length) return null;
  const list = h("ul", { class: "gone" });
  for (const issue of said.gone) {
    const back: HTMLButtonElement = button("找回", () => void busy(back, "正在找回……", async () => {
      const { name, pictures } = await post<{ name: string; pictures: string[] }>("/api/back", { name: issue.name });
      const lost = `稿件和设置都在。图片没有记下来，请打开后重新放：${pictures.join("、")}。`;
      if (!pictures.length || (await agreed("找回来了，图片要重新放", lost, "打开这一期"))) location.assign(address(name));
      else location.reload();
    }), { class: "small", "aria-label": `找回${called(issue)}` });
    const when = new Date(issue.time * 1000).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });
    list.append(h("li", {}, h("strong", { text: called(issue) }), h("span", { class: "hint", text: `　${dated(issue.date)}　${issue.reports} 篇，最后一次改动在${when}　` }), back));
  }
  return h("details", {}, h("summary", { text: `删去的各期（${said.gone.length}）` }), list);
}

function address(name: string): string {
  return `/issue/${encodeURIComponent(name)}`;
}

/** Whether the server ends with its last window. */
function ending(said: Shelf): HTMLElement {
  const tick = h("input", { type: "checkbox", id: "ends", checked: said.ends_with_window });
  tick.addEventListener("change", () => void post("/api/wish", { ends_with_window: tick.checked }).catch(failed));
  return h("p", { class: "ending" }, tick, h("label", { htmlFor: "ends", text: "关上所有窗口，编辑台就自己结束（文字都保存好以后）" }));
}

/** A date as it is printed: 2022年5月13日. */
function dated(date = ""): string {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(date);
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : date;
}

/** What people call an issue: 第17期. */
function called(issue: Listed): string {
  return issue.number && /^\d+$/.test(issue.number) ? `第${Number(issue.number)}期` : (issue.number ?? issue.name);
}

/** The issue of the latest date: its house is the one that the next one is most likely in. */
function latest(said: Shelf): Shelf["issues"][number] | undefined {
  return [...said.issues].sort((one, other) => (other.date ?? "").localeCompare(one.date ?? ""))[0];
}

/** `files`: what is to be put into it when it is there. */
function fresh(said: Shelf, files: File[] = []): void {
  const box = dialog("新一期");
  const newest = latest(said);
  const today = new Date();
  const iso = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, "0")}-${String(today.getDate()).padStart(2, "0")}`;
  const from = h("select", { id: "new-from" });
  for (const each of said.issues) {
    const house = said.houses.find((other) => other.name === each.house)?.title;
    from.append(h("option", { value: each.name, text: [called(each), dated(each.date), house].filter(Boolean).join("　"), selected: each === newest }));
  }
  from.append(h("option", { value: "", text: "从头开始" }));
  const number = h("input", { type: "number", id: "new-number", min: "1", max: "9999" });
  const date = h("input", { type: "date", id: "new-date", value: iso });
  const house = h("select", { id: "new-house" });
  for (const each of said.houses) house.append(h("option", { value: each.name, text: each.title }));
  const cities = h("input", { type: "text", id: "new-cities", placeholder: "南京市、苏州市" });
  const scratch = h("div", { class: "fields" }, h("label", { htmlFor: "new-house", text: "版式（报头、字体、版记的样子）" }), house, h("label", { htmlFor: "new-cities", text: "供稿城市或单位（用顿号隔开，每个放一篇空稿；可以不写）" }), cities);
  const next = () => {
    scratch.hidden = from.value !== "";
    const like = said.issues.find((each) => each.name === from.value);
    number.value = like?.number && /^\d+$/.test(like.number) ? String(Number(like.number) + 1) : number.value || "1";
  };
  next();
  from.addEventListener("change", next);
  const put = h("p", { class: "notice", text: `建好以后，就读这 ${files.length} 个文件给您看：${files.slice(0, 8).map((each) => each.name).join("、")}${files.length > 8 ? "……" : ""}` });
  put.hidden = !files.length;
  box.body.append(put, h("label", { htmlFor: "new-from", text: "照哪一期（照它的栏目、发送范围和印数）" }), from, h("label", { htmlFor: "new-number", text: "期号" }), number, h("label", { htmlFor: "new-date", text: "印发日期" }), date, scratch);
  let made = ""; // where the files could not be sent, it is not made again
  const wrongs = new Map([number, date].map((field) => [field, h("p", { class: "wrong", role: "alert", id: `${field.id}-wrong` })]));
  const wrong = (field: HTMLInputElement, why: string) => {
    for (const [each, said] of wrongs) {
      said.textContent = each === field ? why : "";
      each.toggleAttribute("aria-invalid", each === field && !!why);
    }
    if (why) field.focus();
  };
  const day = h("p", { class: "hint", id: "new-date-day" });
  for (const [field, said] of wrongs) {
    field.setAttribute("aria-describedby", field === date ? `${said.id} ${day.id}` : said.id);
    field.after(said);
  }
  date.after(day);
  const weekday = () => {
    const like = said.issues.find((each) => each.name === from.value);
    const chosen = date.value ? new Date(`${date.value}T12:00`) : undefined;
    const earlier = like?.date && date.value && date.value <= like.date ? `，不比${called(like)}的 ${dated(like.date)} 晚：请核对` : "";
    day.textContent = chosen ? `${dated(date.value)}，星期${"日一二三四五六"[chosen.getDay()]}${earlier}。` : "";
    day.classList.toggle("amber", !!earlier);
  };
  for (const field of [date, from]) field.addEventListener("input", weekday);
  weekday();
  const yes: HTMLButtonElement = button("新建", () => void busy(yes, "正在新建……", async () => {
    if (!/^[1-9]\d{0,3}$/.test(number.value)) return wrong(number, "期号请填 1 到 9999 的整数。");
    if (!date.value) return wrong(date, date.validity.badInput ? "没有这一天，或没有填全：年、月、日都要有。" : "请填印发日期。");
    wrong(number, "");
    const asked = {
      number: Number(number.value), date: date.value, earlier: from.value, house: house.value,
      cities: cities.value.split(/[、，,;；\s]+/).filter(Boolean),
    };
    try {
      made ||= (await post<{ name: string }>("/api/new", asked)).name;
    } catch (error) {
      const there = error instanceof Refused ? error.findings.find((each) => each.code === "issue-exists") : undefined;
      if (!there) throw error;
      return wrong(number, `${there.message}。${there.hint}`);
    }
    if (files.length) await sendAhead(made, files, (file) => (put.textContent = `正在送 ${file.name}……`));
    location.assign(address(made));
  }), { class: "main" });
  box.foot.append(button("取消", () => box.close()), yes);
  number.focus();
}
