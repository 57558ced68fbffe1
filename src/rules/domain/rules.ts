import type { TradingDay } from '../../kernel/instant.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { readPack, type PackFile } from './pack-schema.js';
import { RulePack } from './rule-pack.js';

/** All rule packs a venue has ever loaded; a pack is never edited, a newer version replaces it from its date. */
export class Rules {
  private readonly packs: RulePack[] = [];
  // One entry a name: orders of one day ask for the same pack again and again.
  private readonly lastAsked = new Map<string, { day: TradingDay; pack: RulePack | undefined }>();
  /** Changes since the last drain; not part of the state. */
  readonly loaded: RulePack[] = [];

  /** The version of a named pack that rules a day: the latest start wins, then the latest load. */
  inForce(name: string, day: TradingDay): RulePack | undefined {
    const last = this.lastAsked.get(name);
    if (last !== undefined && last.day === day) return last.pack;
    let pack: RulePack | undefined;
    for (const candidate of this.packs) {
      if (candidate.name !== name || !candidate.covers(day)) continue;
      if (pack === undefined || candidate.file.effectiveFrom >= pack.file.effectiveFrom) pack = candidate;
    }
    this.lastAsked.set(name, { day, pack });
    return pack;
  }

  pack(packNo: number): RulePack | undefined {
    return this.packs[packNo - 1];
  }

  all(): readonly RulePack[] {
    return this.packs;
  }

  hasName(name: string): boolean {
    return this.packs.some((pack) => pack.name === name);
  }

  hasVersion(file: PackFile): boolean {
    return this.packs.some((pack) => pack.name === file.pack && pack.file.version === file.version);
  }

  load(file: PackFile): RulePack {
    invariant(!this.hasVersion(file), 'a pack version is loaded once');
    const pack = new RulePack(this.packs.length + 1, file);
    this.packs.push(pack);
    this.lastAsked.clear();
    this.loaded.push(pack);
    return pack;
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    this.loaded.length = 0;
  }

  dump(): Json {
    return this.packs.map((pack) => pack.file as Json);
  }

  static restore(state: Json): Rules {
    const rules = new Rules();
    for (const json of state as readonly Json[]) {
      const read = readPack(json);
      invariant('pack' in read, 'a stored rule pack is a rule pack');
      rules.packs.push(new RulePack(rules.packs.length + 1, read.pack));
    }
    return rules;
  }
}
