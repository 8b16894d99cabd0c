// The first page: the issues there are, and a new one.

import { button, clear, h } from "./dom";
import { busy, dialog, failed } from "./dialog";
import { get, post } from "./server";

interface Shelf {
  issues: { name: string; number?: string; date?: string; special?: string; house?: string }[];
  houses: { name: string; title: string }[];
  ends_with_window: boolean;
}

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
    list.append(
      h(
        "li",
        {},
        h("a", { href: `/issue/${encodeURIComponent(issue.name)}` }, h("strong", { text: called(issue) }), h("span", { text: dated(issue.date) }), h("span", { class: "house", text: title(issue.house ?? "") }), h("span", { class: "special", text: issue.special ?? "" })),
      ),
    );
  }
  if (!said.issues.length) list.append(h("li", { class: "hint", text: "还没有一期。点“新一期”开始。" }));
  clear(
    room,
    h("header", { class: "top" }, h("h1", { text: "简报编辑台" }), h("span", { class: "fill" })),
    h("main", { class: "home" }, h("div", { class: "lead" }, h("h2", { text: "各期简报" }), button("新一期", () => fresh(said), { class: "main" })), list, ending(said)),
  );
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
function called(issue: Shelf["issues"][number]): string {
  return issue.number && /^\d+$/.test(issue.number) ? `第${Number(issue.number)}期` : (issue.number ?? issue.name);
}

function fresh(said: Shelf): void {
  const box = dialog("新一期");
  const newest = said.issues.find((each) => each.number && /^\d+$/.test(each.number));
  const today = new Date();
  const iso = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, "0")}-${String(today.getDate()).padStart(2, "0")}`;
  const from = h("select", { id: "new-from" });
  for (const each of said.issues) {
    const house = said.houses.find((other) => other.name === each.house)?.title;
    from.append(h("option", { value: each.name, text: [called(each), dated(each.date), house].filter(Boolean).join("　") }));
  }
  from.append(h("option", { value: "", text: "从头开始" }));
  const number = h("input", { type: "number", id: "new-number", min: "1", max: "9999", value: String(newest ? Number(newest.number) + 1 : 1) });
  const date = h("input", { type: "date", id: "new-date", value: iso });
  const house = h("select", { id: "new-house" });
  for (const each of said.houses) house.append(h("option", { value: each.name, text: each.title }));
  const cities = h("input", { type: "text", id: "new-cities", placeholder: "南京市、苏州市" });
  const scratch = h("div", {}, h("label", { htmlFor: "new-house", text: "版式" }), house, h("label", { htmlFor: "new-cities", text: "供稿城市或单位（用顿号隔开，每个放一篇空稿）" }), cities);
  scratch.hidden = from.value !== "";
  from.addEventListener("change", () => {
    scratch.hidden = from.value !== "";
    const like = said.issues.find((each) => each.name === from.value);
    if (like?.number && /^\d+$/.test(like.number)) number.value = String(Number(like.number) + 1);
  });
  box.body.append(h("label", { htmlFor: "new-from", text: "照哪一期（照它的栏目、发送范围和印数）" }), from, h("label", { htmlFor: "new-number", text: "期号" }), number, h("label", { htmlFor: "new-date", text: "印发日期" }), date, scratch);
  const yes: HTMLButtonElement = button("新建", () => void busy(yes, "正在新建……", async () => {
    const asked = {
      number: Number(number.value), date: date.value, earlier: from.value, house: house.value,
      cities: cities.value.split(/[、，,;；\s]+/).filter(Boolean),
    };
    const { name } = await post<{ name: string }>("/api/new", asked);
    location.assign(`/issue/${encodeURIComponent(name)}`);
  }), { class: "main" });
  box.foot.append(button("取消", () => box.close()), yes);
  number.focus();
}
