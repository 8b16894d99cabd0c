// What the server tells this window. Over a web socket: a browser keeps as many as there are windows, and of all other connections
// six to a server, which windows side by side would use up. Where something between has no sockets, a proxy say, as a stream of events.

import { post } from "./server";

/** Between two attempts to reach a server that did not answer, ms. */
const AGAIN = 1500;
/** The server shows every 15 s that it lives. A connection that is silent for longer is none: a network changed, a machine slept, ms. */
const SILENT = 40_000;
/** A server that answers, and gives no socket so many times, is behind something that has none. */
const REFUSALS = 2;

const KINDS = ["pages", "faces", "step", "findings", "broken", "outline", "safety", "text", "texts", "gone", "clash", "overwritten", "beat"];

type Connection = { close(): void };

export class News {
  private connection: Connection | undefined;
  private heardAt = 0;
  private refusals = 0;
  private retry = 0;

  constructor(
    private readonly path: string,
    private readonly window: string,
    private readonly heard: (kind: string, said: unknown) => void,
    private readonly lost: () => void,
  ) {
    setInterval(() => this.connection && performance.now() - this.heardAt > SILENT && this.failed(this.connection, true), SILENT / 8);
  }

  get open(): boolean {
    return this.connection !== undefined;
  }

  begin(): void {
    this.end();
    this.heardAt = performance.now();
    this.connection = this.refusals < REFUSALS ? this.socket() : this.stream();
  }

  end(): void {
    clearTimeout(this.retry);
    const { connection } = this;
    this.connection = undefined;
    connection?.close();
  }

  private socket(): Connection {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${this.path}?window=${this.window}`);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.refusals = 0;
    };
    socket.onmessage = (event) => {
      const { kind, said } = JSON.parse(event.data as string) as { kind: string; said: unknown };
      this.told(socket, kind, said);
    };
    socket.onclose = () => this.failed(socket, opened);
    return socket;
  }

  private stream(): Connection {
    const stream = new EventSource(`${this.path}?window=${this.window}`);
    for (const kind of KINDS) stream.addEventListener(kind, (event) => this.told(stream, kind, JSON.parse((event as MessageEvent).data)));
    stream.onerror = () => {
      this.refusals = 0; // the next one may be a socket again
      this.failed(stream, true);
    };
    return stream;
  }

  private told(from: Connection, kind: string, said: unknown): void {
    if (from !== this.connection) return;
    this.heardAt = performance.now();
    if (kind !== "beat") this.heard(kind, said);
  }

  /** `opened`: whether it was one. If not, it is seen whether that is the server, or something between. */
  private failed(connection: Connection, opened: boolean): void {
    if (connection !== this.connection) return;
    this.connection = undefined;
    connection.close();
    this.lost();
    if (!opened)
      post("/api/window", { window: this.window, state: "here" }).then(
        () => this.refusals++,
        () => (this.refusals = 0),
      );
    this.retry = window.setTimeout(() => this.begin(), AGAIN);
  }
}
