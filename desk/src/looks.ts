// Dark or light, and how large the words are; kept by this browser.

import { h } from "./dom";

const LOOKS = [["", "随系统"], ["light", "浅色"], ["dark", "深色"], ["large", "大字"]] as const;
const KEPT = "briefing look";

export function looks(): HTMLElement {
  const choose = h("select", { "aria-label": "外观", title: "外观" });
  for (const [value, text] of LOOKS) choose.append(h("option", { value, text }));
  const apply = () => {
    document.documentElement.dataset.look = choose.value;
  };
  try {
    choose.value = localStorage.getItem(KEPT) ?? "";
  } catch {
    // as the system has it
  }
  apply();
  choose.addEventListener("change", () => {
    apply();
    try {
      localStorage.setItem(KEPT, choose.value);
    } catch {
      // for this time only
    }
  });
  return choose;
}
