import type { DecidedRecord, VenueEvent } from '../../sequencer/index.js';
import { factsOf, type Fields, reasonOf, refOf, touchesOf, withoutName } from './facts-of.js';
import type { ObjectKind } from './objects.js';
import { keyOf, tell, type ToldFacts } from './told-facts.js';
import {
  ACCEPTED,
  type ActorOf,
  type Basis,
  type Facts,
  type ObjectRef,
  type TrailLine,
} from './trail-line.js';
import { wordsOf } from './verbs.js';

/** What one record did to one object, before it is a line. */
interface Effect {
  readonly verb: string;
  readonly object: ObjectRef;
  facts: Facts;
  reason: string;
  packNo: number | undefined;
}

/**
 * The lines of one record of a venue's journal: the command on its object first, then its effects on every other object
 * that its events name. A refused command is one line, and its facts are what was asked.
 */
export function linesOfRecord(
  venueNo: number,
  record: DecidedRecord,
  memory: ToldFacts,
  actorOf: ActorOf,
): TrailLine[] {
  const { seq, at, by, org, cmd, ok, rej } = record;
  const answer = isFields(record.ans) ? record.ans : undefined;
  const payload = isFields(cmd.payload) ? cmd.payload : undefined;
  const main = mainOf(venueNo, record, answer, payload);
  const effects = new Map<string, Effect>([[keyOf(main.object), main]]);
  for (const event of record.ev ?? []) take(venueNo, event, effects);

  const proposalNo = proposalOf(cmd, answer);
  const signed =
    proposalNo === undefined ? undefined : memory.get({ venueNo, kind: 'proposal', ref: String(proposalNo) });
  const asked = reasonOf(cmd, payload);
  const why = asked === '' ? reasonOf(signed && { reason: signed.why }) : asked;
  const instrumentOfAll = instrumentOf(main.facts) ?? instrumentOf(memory.get(main.object));
  const roles = actorOf(by)?.roles ?? '';

  return [...effects.values()].map((effect, line) => {
    const { verb, object, facts, packNo } = effect;
    const named = withoutName(object.kind as ObjectKind, object.ref, facts);
    const told = line === 0 && cmd.kind === 'propose' && asked !== '' ? { ...named, why: asked } : named;
    const owner = line === 0 ? org : (ownerOf(venueNo, facts, memory) ?? org);
    const change = ok ? tell(memory, object, told) : { before: {}, after: told };
    const basis: Basis = {
      ...(proposalNo !== undefined && { proposalNo }),
      ...(packNo !== undefined && { packNo }),
      ...(rej?.rule && { rule: rej.rule }),
    };
    return {
      ...{ stream: venueNo, seq, line, at, person: by, org, owner, roles, verb, object },
      instrumentNo: instrumentOf(facts) ?? instrumentOfAll ?? null,
      reason: effect.reason === '' ? why : effect.reason,
      outcome: ok ? ACCEPTED : (rej?.code ?? 'unknown'),
      basis,
      ...change,
      times: 1,
      touches: distinct([
        ...(object.ref === '' ? [] : [object]),
        ...touchesOf(object, { ...facts, ...(proposalNo !== undefined && { proposalNo }) }),
        ...settledTrades(venueNo, effect),
      ]),
    };
  });
}

function mainOf(
  venueNo: number,
  { cmd }: DecidedRecord,
  answer: Fields | undefined,
  payload: Fields | undefined,
): Effect {
  const kind = wordsOf(cmd.kind).object;
  const object = { venueNo, kind, ref: refOf(kind, answer, cmd) };
  const facts = factsOf(payload, cmd, answer);
  return { verb: cmd.kind, object, facts, reason: reasonOf(cmd, payload), packNo: packOf(answer) };
}

/** An event about an object that has its line already belongs to that line. */
function take(venueNo: number, event: VenueEvent, effects: Map<string, Effect>): void {
  const { object: kind, sets } = wordsOf(event.type);
  const ref = kind === 'settlement' ? `${String(event.from)}-${String(event.to)}` : refOf(kind, event);
  const object = { venueNo, kind, ref };
  // Whose account it is, the journal says when it is applied for; from then on its effects are its owner's to read.
  const owner: Facts = kind === 'account' && typeof event.org === 'string' ? { owner: event.org } : {};
  const facts: Facts = { ...sets, ...owner, ...factsOf(event) };
  const known = effects.get(keyOf(object));
  if (known === undefined)
    effects.set(keyOf(object), {
      ...{ verb: event.type, object, facts, reason: reasonOf(event), packNo: packOf(event) },
    });
  else {
    // What the answer says, it says after everything: an event only adds.
    known.facts = { ...facts, ...known.facts };
    known.packNo ??= packOf(event);
    if (known.reason === '') known.reason = reasonOf(event);
  }
}

function ownerOf(venueNo: number, facts: Facts, memory: ToldFacts): string | undefined {
  const accountNo = facts.accountNo ?? facts.fromAccount;
  if (typeof accountNo !== 'number') return undefined;
  const owner = memory.get({ venueNo, kind: 'account', ref: String(accountNo) })?.owner;
  return typeof owner === 'string' ? owner : undefined;
}

function proposalOf(cmd: Fields, answer: Fields | undefined): number | undefined {
  const no = answer?.proposalNo ?? cmd.proposalNo;
  return typeof no === 'number' ? no : undefined;
}

function packOf(said: Fields | undefined): number | undefined {
  return typeof said?.packNo === 'number' ? said.packNo : undefined;
}

function instrumentOf(facts: Facts | undefined): number | undefined {
  const no = facts?.instrumentNo;
  return typeof no === 'number' && no > 0 ? no : undefined;
}

/** A run names its first and last trade; every trade's own timeline shows that it was settled. */
function settledTrades(venueNo: number, { verb, facts: { from, to } }: Effect): ObjectRef[] {
  if (verb !== 'TradesSettled' || typeof from !== 'number' || typeof to !== 'number') return [];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => ({
    ...{ venueNo, kind: 'trade', ref: String(from + i) },
  }));
}

export function distinct(objects: readonly ObjectRef[]): ObjectRef[] {
  return [...new Map(objects.map((object) => [keyOf(object), object])).values()];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
