// What happens to an issue, and whoever wants to hear of it.

import type { Finding } from "./server";
import type { Deed } from "./undoing";

export interface Report {
  file: string;
  title: string;
  length: number;
  label?: string;
  /** Nobody has written in it yet. */
  empty?: boolean;
}

export interface Outline {
  sections: { name: string; numbering: string; reports: Report[] }[];
  attachments: Report[];
  drafts: Report[];
  title: string;
}

export interface Chunk {
  mine: string;
  theirs: string;
  base: string;
  clash: boolean;
  /** What it is to be, where neither side has it so. */
  made: string | null;
}

export interface Clash {
  file: string;
  chunks: Chunk[];
}

export interface Safety {
  state: "saved" | "waiting" | "clash" | "failed" | "refused" | "away";
  why: string;
  /** Of the newest text of which it is said. */
  version: number;
}

/** What happens to an issue; each may be listened to. */
export interface Events {
  pages: { count: number; pages: Record<string, string> };
  faces: Record<string, string>;
  findings: Finding[];
  broken: Finding[];
  outline: Outline;
  safety: Safety;
  step: { work: string; step: string };
  files: undefined;
  /** `local`: with another window, of which no other knows; else with the disk. */
  clash: { clash: Clash; local: boolean; settle: (text: string) => Promise<void> };
  /** Somebody else saved a file made of an old copy: so many paragraphs that were written since are gone from it. */
  overwritten: { file: string; paragraphs: number };
  /** Files with something that was not saved the last time, and is there again. */
  restored: string[];
  text: string;
  /** Somebody changed a text here, so that it can be undone; `depth` of its history before. */
  typed: { file: string; depth: number };
  /** Something was done to the issue as a whole. */
  did: Deed;
}

export class Telling {
  private readonly hearing = new Map<keyof Events, ((said: never) => void)[]>();

  /** What it returns ends it. */
  on<K extends keyof Events>(kind: K, handler: (said: Events[K]) => void): () => void {
    this.hearing.set(kind, [...(this.hearing.get(kind) ?? []), handler as (said: never) => void]);
    return () => this.hearing.set(kind, this.hearing.get(kind)!.filter((each) => each !== handler));
  }

  tell<K extends keyof Events>(kind: K, said: Events[K]): void {
    for (const handler of this.hearing.get(kind) ?? []) (handler as (said: Events[K]) => void)(said);
  }
}
