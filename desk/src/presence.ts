// That there is this window, said to the server, which may end with the last one.

import { post } from "./server";

export const windowName = crypto.getRandomValues(new Uint32Array(2)).join("-");

/** A beacon is sent even by a page that is about to go. */
function say(state: "here" | "hidden" | "gone"): void {
  const body = JSON.stringify({ window: windowName, state });
  if (state === "here" || !navigator.sendBeacon("/api/window", new Blob([body], { type: "application/json" })))
    void post("/api/window", { window: windowName, state }).catch(() => undefined); // it will hear of us by the stream, or has ended
}

export function present(): void {
  say(document.hidden ? "hidden" : "here");
  document.addEventListener("visibilitychange", () => say(document.hidden ? "hidden" : "here"));
  window.addEventListener("pagehide", () => say("gone"));
  window.addEventListener("pageshow", (event) => event.persisted && say("here"));
}
