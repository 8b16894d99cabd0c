// What windows have left that are gone: brought to the server in their name, under the number that they gave it. So it is taken once,
// whoever brings it, how often, and wherever one dies over it.

import type { Clash } from "./happenings";
import type { Keeper, Left } from "./keeper";
import { post } from "./server";

/** What the server answers to a text. */
export interface Edited {
  text: string;
  version: number;
  /** Whether it outlives the server. */
  kept: boolean;
  clash?: Clash;
  /** It was taken, and then the file was taken away; there is nothing else then. */
  gone?: boolean;
}

export interface Taken {
  number: number;
  kept: boolean;
}

export interface Hearing {
  /** What stands now. */
  came(file: string, text: string, version: number): void;
  asked(clash: Clash, settle: (text: string) => Promise<void>): void;
  /** Files of which the server had not got everything, and has it now. */
  brought(files: string[]): void;
}

export class Rescue {
  private running: Promise<void> | undefined;
  /** Whether something is left that could not be brought. */
  private more = true;
  /** Those about which people are being asked. */
  private readonly asking = new Set<string>();

  constructor(
    private readonly path: string,
    private readonly keeper: Keeper,
    private readonly hearing: Hearing,
  ) {}

  /** Bring what there is; when all has been brought, at once. */
  async run(): Promise<void> {
    if (!this.more) return;
    this.running ??= this.all().finally(() => (this.running = undefined));
    return this.running;
  }

  private async all(): Promise<void> {
    const found: string[] = [];
    this.more = false;
    for (const left of await this.keeper.left()) {
      try {
        if (!this.asking.has(left.file + left.window) && (await this.bring(left, left.text))) found.push(left.file);
      } catch {
        this.more = true; // the next time
      }
    }
    if (found.length) this.hearing.brought(found);
  }

  /** Whether the server had not got it. `was`: what the text comes from, where people have made one of two. */
  private async bring(left: Left, text: string, was?: string): Promise<boolean> {
    const { number, kept } = await post<Taken>(`${this.path}/taken`, { file: left.file, window: left.window });
    if (number >= left.number) {
      if (kept) await this.keeper.delivered(left);
      return false;
    }
    const base = was ?? left.unanswered.find((each) => each.number === number)?.text ?? left.was;
    const said = await post<Edited>(`${this.path}/edit`, { file: left.file, text, was: base, window: left.window, number: left.number });
    if (said.clash) {
      this.asking.add(left.file + left.window);
      this.hearing.asked(said.clash, async (settled) => {
        this.asking.delete(left.file + left.window);
        this.more = true; // unless this brings it
        await this.bring(left, settled, said.text);
      });
      return false;
    }
    if (!said.gone) this.hearing.came(left.file, said.text, said.version);
    if (said.kept) await this.keeper.delivered(left);
    return true;
  }
}
