// The numbers of the texts that this window sends. A server that died over a text, or whose answer was lost, is asked which number it has.

import type { Sent } from "./keeper";

/** So many texts without an answer are known for each file, of the first and of the last: one of them may have been taken. */
const UNANSWERED = 6;

export class Numbers {
  /** The newest text of each file that has a number. */
  private readonly newest = new Map<string, Sent>();
  /** Texts that were sent since the last answer: the server may have one of them all the same. */
  private readonly sent = new Map<string, Sent[]>();

  /** The text of a file as it is sent: the same text has the same number. */
  of(file: string, text: string): Sent {
    const last = this.newest.get(file);
    if (last?.text === text) return last;
    const sent = { text, number: (last?.number ?? 0) + 1 };
    this.newest.set(file, sent);
    return sent;
  }

  unanswered(file: string): readonly Sent[] {
    return this.sent.get(file) ?? [];
  }

  /** There was no answer to it. */
  lost(file: string, sent: Sent): void {
    const before = this.unanswered(file).filter((each) => each.number !== sent.number);
    this.sent.set(file, [...before.slice(0, UNANSWERED), ...before.slice(UNANSWERED).slice(1 - UNANSWERED), sent]);
  }

  /** The server has said what it has. */
  answered(file: string): void {
    this.sent.delete(file);
  }
}
