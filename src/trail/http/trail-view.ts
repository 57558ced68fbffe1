import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { catalogueEntry, type PublicIdKind, type PublicIds } from '../../platform/http/index.js';
import { ACTION_WORDS } from '../domain/command-words.js';
import { OBJECTS, type ObjectKind, type ObjectWords, kindOfField } from '../domain/objects.js';
import { ACCEPTED, type Facts, OFFICE_STREAM } from '../domain/trail-line.js';
import { isAccess, SYSTEM_ACTORS, wordsOf } from '../domain/verbs.js';
import type { ReaderReach } from '../domain/reach-of.js';
import type { TrailRow } from '../store/trail-search.js';

export type Language = 'zh' | 'en';
type Shown = Record<string, Json>;

const MONEY = new Set('price priceBefore value buyerFee sellerFee deposit revenue priceFen'.split(' '));
const QUANTITIES = new Set(
  'quantity remaining filled cancelled imbalance volume permitted need discharge granted retired sold awarded total'.split(
    ' ',
  ),
);
/** What tells whose it is. */
const WHOSE = new Set(
  'accountId toAccountId fromAccountId buyerId sellerId counterpartyId org ownerGroup clientOrderId address query'.split(
    ' ',
  ),
);
const OTHER_SIDE = new Set(
  'buyer seller buyOrder sellOrder buyerFee sellerFee counterparty owner'.split(' '),
);
const MASK = '…';

/** One line as people read it, in their language; ids are public ids, amounts decimal text. */
export function showLine(row: TrailRow, ids: PublicIds, reach: ReaderReach, language: Language): Shown {
  const isForeign = row.org !== reach.ownOrg;
  // Whoever reads only its own matters learns which office acted, not which of its people; the exchange no member.
  const isMasked = isForeign && (reach.org !== null || (reach.masked && row.org_kind === 'enterprise'));
  // Also in what the exchange itself did: of members' accounts it reads at the doors that show them.
  const hides = reach.masked;
  const facts = (told: Facts): Shown => showFacts(told, row, ids, reach, hides);
  const isRefused = row.outcome !== ACCEPTED;
  return {
    at: formatInstant(Number(row.at)),
    who: isMasked
      ? {
          ...{ personId: MASK, name: null },
          ...(row.org_kind === 'enterprise' || row.org === ''
            ? { organisationId: MASK, organisation: null }
            : { organisationId: row.org, organisation: row.org_title }),
          roles: row.roles === '' ? [] : row.roles.split(','),
        }
      : {
          personId: row.person === '' ? null : row.person,
          name: SYSTEM_ACTORS[row.person]?.[language] ?? row.display_name,
          organisationId: row.org === '' ? null : row.org,
          organisation: row.org_title,
          roles: row.roles === '' ? [] : row.roles.split(','),
        },
    did: { verb: row.verb, text: textOf(row, language) },
    object: objectOf(row, ids, language, hides, reach.org !== null),
    why: {
      reason: row.reason,
      // An office's own papers stay with the office.
      proposalId:
        isForeign && reach.org !== null ? null : numbered(ids, 'prp', row.venue_no, row.basis.proposalNo),
      rulePack: row.pack,
      rule: row.basis.rule ?? null,
    },
    ...(isRefused ? { asked: facts(row.after) } : { before: facts(row.before), after: facts(row.after) }),
    outcome: {
      code: row.outcome,
      text: isRefused ? (catalogueEntry(row.outcome)?.[language] ?? row.outcome) : DONE[language],
    },
    times: row.times,
    proof: { journal: row.journal ?? 'office', seq: Number(row.seq), line: row.line },
  };
}

const DONE = { zh: '已执行', en: 'done' };

/** `提出：冻结账户`: the verb, and under four eyes the matter. */
function textOf(row: TrailRow, language: Language): string {
  const text = wordsOf(row.verb)[language];
  const action = row.after.action ?? row.before.action;
  if (typeof action !== 'string' || row.object_kind !== 'proposal') return text;
  return `${text}${language === 'zh' ? '：' : ': '}${ACTION_WORDS[action]?.[language] ?? action}`;
}

function objectOf(row: TrailRow, ids: PublicIds, language: Language, hides: boolean, own: boolean): Shown {
  const kind = row.object_kind;
  const words = OBJECTS[kind as ObjectKind] as ObjectWords | undefined;
  // What somebody of an enterprise asked for in vain may be another's: it does not become its own by that.
  const isAsked = own && (isAccess(row.verb) || row.outcome !== ACCEPTED);
  const isWhose = isAsked || (hides && (kind === 'account' || kind === 'person' || kind === 'organisation'));
  const id = isWhose ? MASK : idOf(row, words, ids);
  const named = kind === 'account' ? row.account_title : kind === 'instrument' ? row.symbol : null;
  return {
    kind,
    text: words?.[language] ?? kind,
    id,
    name: isWhose ? null : (named ?? row.symbol),
    venue: row.venue_no === OFFICE_STREAM ? null : row.venue,
  };
}

function idOf(row: TrailRow, words: ObjectWords | undefined, ids: PublicIds): string | null {
  if (row.object_ref === '') return null;
  if (words?.id === undefined) return row.object_ref;
  return numbered(ids, words.id as PublicIdKind, row.venue_no, Number(row.object_ref));
}

function numbered(
  ids: PublicIds,
  kind: PublicIdKind,
  venueNo: number,
  no: number | undefined,
): string | null {
  return no !== undefined && Number.isSafeInteger(no) ? ids.encode(kind, venueNo, no) : null;
}

function showFacts(facts: Facts, row: TrailRow, ids: PublicIds, reach: ReaderReach, hides: boolean): Shown {
  const shown: Shown = {};
  for (const [field, value] of Object.entries(facts)) {
    const kind = kindOfField(field, row.object_kind) ?? (field === 'instrumentNo' ? 'instrument' : undefined);
    const id = kind === undefined ? undefined : (OBJECTS[kind] as ObjectWords).id;
    // Of a trade, one's own trail says nothing about the other side.
    if (reach.org !== null && OTHER_SIDE.has(field)) continue;
    if (typeof value !== 'number') shown[field] = value;
    else if (id !== undefined)
      // Nothing has the number 0.
      shown[`${field.replace(/No$/, '')}Id`] =
        value === 0 ? null : ids.encode(id as PublicIdKind, row.venue_no, value);
    else if (field.endsWith('Fen')) shown[field.slice(0, -3)] = formatDecimal(value, CENTS);
    else if (MONEY.has(field)) shown[field] = formatDecimal(value, CENTS);
    else if (field.endsWith('At')) shown[field] = formatInstant(value);
    else if (QUANTITIES.has(field) && row.unit_scale !== null)
      shown[field] = formatDecimal(value, row.unit_scale);
    else shown[field] = value;
  }
  // A deed may name what is another's: its own account is shown of an order, and otherwise only the line's own object.
  if (reach.org !== null)
    for (const field of Object.keys(shown)) {
      const isOfOrder = field === 'accountId' && row.object_kind === 'order' && row.outcome === ACCEPTED;
      if (field === 'query' || (field.endsWith('Id') && !isOfOrder)) delete shown[field];
    }
  if (hides) for (const field of Object.keys(shown)) if (WHOSE.has(field)) shown[field] = MASK;
  return shown;
}
