// The server, spoken to. Whatever goes wrong becomes a Refused with sentences that can be shown.

export interface Place {
  file: string;
  line: number;
  column: number;
  length: number;
}

export interface Finding {
  code: string;
  title: string;
  why: string;
  remedy: string;
  message: string;
  hint: string;
  severity: "error" | "warning" | "note";
  span: Place | null;
  fix: { span: Place; old: string; new: string } | null;
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly findings: Finding[] = [],
  ) {
    super(message);
  }
}

async function answer<T>(response: Promise<Response>): Promise<T> {
  let got: Response;
  try {
    got = await response;
  } catch {
    throw new Refused(0, "编辑台没有回答，可能已经关闭。文字还在这个窗口里，重新打开编辑台后会接着保存。");
  }
  let said: { why?: string; findings?: Finding[] } = {};
  try {
    said = await got.json();
  } catch {
    // not ours, or cut off
  }
  if (got.ok) return said as T;
  if (got.status === 401) throw new Refused(401, "这个窗口没有登录。请回到打开编辑台的窗口，用那里的网址再打开一次。");
  const findings = said.findings ?? [];
  throw new Refused(got.status, said.why || findings.map((each) => each.message).join("；") || "没有做成，请再试一次。", findings);
}

export function get<T>(path: string): Promise<T> {
  return answer<T>(fetch(path, { credentials: "same-origin" }));
}

export function post<T>(path: string, body: unknown): Promise<T> {
  return answer<T>(
    fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

export function send<T>(path: string, file: Blob, told?: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => told?.(event.loaded / Math.max(1, event.total));
    request.onerror = () => reject(new Refused(0, "文件没有送到，请再试一次。"));
    request.onload = () =>
      answer<T>(Promise.resolve(new Response(request.responseText, { status: request.status }))).then(resolve, reject);
    request.send(file);
  });
}
