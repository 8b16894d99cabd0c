// The door: the key comes in the part of the address that no server and no other page ever sees, and is exchanged for a cookie.

async function enter(path: string, body: object): Promise<void> {
  const response = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) {
    const issue = new URLSearchParams(location.hash.slice(1)).get("issue");
    location.replace(issue ? `/issue/${encodeURIComponent(issue)}` : "/");
    return;
  }
  const said = (await response.json().catch(() => ({}))) as { why?: string };
  document.querySelector("#why")!.textContent = said.why ?? "没有打开，请再试一次。";
}

const key = new URLSearchParams(location.hash.slice(1)).get("key");
const form = document.querySelector<HTMLFormElement>("#password")!;
if (key) void enter("/enter", { key });
else if (form.dataset.asked === "yes") {
  form.hidden = false;
  document.querySelector("#why")!.textContent = "";
  form.querySelector("input")!.focus();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void enter("/password", { password: form.querySelector("input")!.value });
  });
} else document.querySelector("#why")!.textContent = "请回到打开编辑台的窗口，用那里的网址打开。";
