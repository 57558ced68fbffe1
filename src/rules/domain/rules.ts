import type { TradingDay } from '../../kernel/instant.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { Drafts } from './drafts.js';
import { readPack, type PackFile } from './pack-schema.js';
import { type Publication, UNSIGNED } from './publication.js';
import { RulePack } from './rule-pack.js';

/** Where a published version stands on a day. */
export type PackStatus = 'PUBLISHED' | 'IN_FORCE' | 'SUPERSEDED' | 'EXPIRED';

/** The number under which a draft decides in a dry run; published packs are numbered from 1. */
export const STAND_IN_NO = 0;

/** All rule packs a venue has ever loaded; a pack is never edited, a newer version replaces it from its date. */
export class Rules {
  drafts = new Drafts();
  private readonly packs: RulePack[] = [];
  private standIn: RulePack | undefined;
  // One entry a name: orders of one day ask for the same pack again and again.
  private readonly lastAsked = new Map<string, { day: TradingDay; pack: RulePack | undefined }>();
  /** Changes since the last drain; not part of the state. */
  readonly loaded: { readonly pack: RulePack; readonly publication: Publication }[] = [];

  /** The version of a named pack that rules a day: the latest start wins, then the latest load. */
  inForce(name: string, day: TradingDay): RulePack | undefined {
    const last = this.lastAsked.get(name);
    if (last !== undefined && last.day === day) return last.pack;
    const pack = this.standIn?.name === name ? this.standIn : this.published(name, day);
    this.lastAsked.set(name, { day, pack });
    return pack;
  }

  private published(name: string, day: TradingDay): RulePack | undefined {
    let pack: RulePack | undefined;
    for (const candidate of this.packs) {
      if (candidate.name !== name || !candidate.covers(day)) continue;
      if (pack === undefined || candidate.file.effectiveFrom >= pack.file.effectiveFrom) pack = candidate;
    }
    return pack;
  }

  statusOn(pack: RulePack, day: TradingDay): PackStatus {
    const { effectiveFrom, effectiveTo } = pack.file;
    if (day < effectiveFrom) return 'PUBLISHED';
    if (effectiveTo !== null && effectiveTo < day) return 'EXPIRED';
    return this.published(pack.name, day) === pack ? 'IN_FORCE' : 'SUPERSEDED';
  }

  pack(packNo: number): RulePack | undefined {
    return packNo === STAND_IN_NO ? this.standIn : this.packs[packNo - 1];
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

  load(file: PackFile, publication: Publication = UNSIGNED): RulePack {
    invariant(!this.hasVersion(file), 'a pack version is loaded once');
    const pack = new RulePack(this.packs.length + 1, file);
    this.packs.push(pack);
    this.lastAsked.clear();
    this.loaded.push({ pack, publication });
    return pack;
  }

  /** From now on the file rules every day in place of the packs of its name. For dry runs only: it is not in the dump. */
  letStandIn(file: PackFile): void {
    this.standIn = new RulePack(STAND_IN_NO, file);
    this.lastAsked.clear();
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    this.loaded.length = 0;
    this.drafts.letGo();
  }

  dump(): Json {
    return { packs: this.packs.map((pack) => pack.file as Json), drafts: this.drafts.dump() };
  }

  static restore(state: Json): Rules {
    const { packs, drafts } = state as { packs: readonly Json[]; drafts: Json };
    const rules = new Rules();
    for (const json of packs) {
      const read = readPack(json);
      invariant('pack' in read, 'a stored rule pack is a rule pack');
      rules.packs.push(new RulePack(rules.packs.length + 1, read.pack));
    }
    rules.drafts = Drafts.restore(drafts);
    return rules;
  }
}
