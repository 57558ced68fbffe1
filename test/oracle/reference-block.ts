import type { Facts, Order, Party, Thing } from './reference-facts.js';
import type { ReferenceMarket } from './reference-market.js';

type Side = 'buy' | 'sell';

interface Wish {
  readonly no: number;
  readonly party: Party;
  readonly thing: Thing;
  readonly side: Side;
  readonly price: number;
  readonly quantity: number;
  readonly onlyFor: number;
  isOpen: boolean;
}

interface Talk {
  readonly no: number;
  readonly wish: Wish;
  readonly party: Party;
  version: number;
  price: number;
  quantity: number;
  /** The command with which each said yes; 0: has not. */
  yes: { poster: number; responder: number };
  state: string;
  trade: number;
}

/** Block agreements as docs/trading-methods.md tells of them: lists of wishes and talks, looked through from end to end. */
export class ReferenceBlocks {
  wishes: Wish[] = [];
  talks: Talk[] = [];
  wishCount = 0;
  talkCount = 0;
  filled = 0;

  constructor(private readonly market: ReferenceMarket) {}

  decide(kind: string, c: Facts, seq: number, day: string, hours: number): string | Facts | undefined {
    if (kind === 'expire-block-intents') return this.expire(hours);
    if (kind === 'post-block-intent') return this.post(c, day, hours);
    if (kind === 'answer-block-intent') return this.answer(c, day, hours);
    if (kind === 'withdraw-block-intent') {
      const wish = this.wishes.find((one) => one.no === c.intentNo && one.isOpen);
      if (wish === undefined || wish.party.org !== c.org) return 'market.block_intent_unknown';
      this.endWish(wish, 'WITHDRAWN');
      return { intentNo: wish.no, state: 'WITHDRAWN' };
    }
    if (!['offer-block-terms', 'confirm-block-terms', 'withdraw-block-negotiation'].includes(kind))
      return undefined;
    const talk = this.talks.find((one) => one.no === c.negotiationNo && one.state === 'NEGOTIATING');
    const side = talk && (['poster', 'responder'] as const).find((s) => partyOf(talk, s).org === c.org);
    if (talk === undefined || side === undefined) return 'market.block_negotiation_unknown';
    if (kind === 'withdraw-block-negotiation') {
      talk.state = 'WITHDRAWN';
      return show(talk);
    }
    const barred = this.bars(partyOf(talk, side), c.org, talk.wish.thing, day, hours);
    if (barred !== '') return barred;
    if (kind === 'confirm-block-terms') return this.confirm(talk, side, c.version, seq);
    const unfit = this.market.fits(talk.wish.thing, c.price, c.quantity, this.market.rules.block);
    if (unfit !== '') return unfit;
    this.offer(talk, c.price, c.quantity);
    return show(talk);
  }

  /** What is over is looked through no more. */
  startDay(): void {
    this.wishes = this.wishes.filter((one) => one.isOpen);
    this.talks = this.talks.filter((one) => one.state === 'NEGOTIATING');
  }

  /** At the end of a day whatever is open is over. */
  endAll(): void {
    for (const wish of this.wishes.filter((one) => one.isOpen)) this.endWish(wish, 'EXPIRED');
  }

  withdrawOf(isReached: (party: Party, thing: Thing) => boolean): void {
    for (const wish of this.wishes.filter((one) => one.isOpen))
      if (isReached(wish.party, wish.thing)) this.endWish(wish, 'WITHDRAWN');
    for (const talk of this.talks.filter((one) => one.state === 'NEGOTIATING'))
      if (isReached(talk.party, talk.wish.thing)) talk.state = 'WITHDRAWN';
  }

  private isInHours(hours: number): boolean {
    return this.market.rules.block!.windows.some(([from, to]) => hours >= from && hours < to);
  }

  private bars(
    party: Party | undefined,
    org: string,
    thing: Thing | undefined,
    day: string,
    hours: number,
  ): string {
    const { market } = this;
    return market.admits(party, org, thing, () => market.open && day === market.day && this.isInHours(hours));
  }

  private post(c: Facts, day: string, hours: number): string | Facts {
    const { market } = this;
    const party = market.parties.find((p) => p.no === c.accountNo);
    const thing = market.things.find((t) => t.no === c.instrumentNo);
    const barred = this.bars(party, c.org, thing, day, hours);
    if (barred !== '' || party === undefined || thing === undefined) return barred;
    const onlyFor = c.counterparty ?? 0;
    if (onlyFor !== 0) {
      const other = market.parties.find((p) => p.no === onlyFor);
      if (other === undefined) return 'market.counterparty_unknown';
      if (other.group === party.group) return 'market.same_owner_group';
    }
    const unfit = market.fits(thing, c.price, c.quantity, market.rules.block);
    if (unfit !== '') return unfit;
    const no = ++this.wishCount;
    const { side, price, quantity } = c;
    this.wishes.push({ no, party, thing, side, price, quantity, onlyFor, isOpen: true });
    return { intentNo: no, state: 'INTENT' };
  }

  private answer(c: Facts, day: string, hours: number): string | Facts {
    const { market } = this;
    const wish = this.wishes.find((one) => one.no === c.intentNo && one.isOpen);
    const named = market.parties.find((p) => p.no === wish?.onlyFor);
    // It is told to one account: to everybody else there is none, but for its poster.
    const isTold = wish?.onlyFor === 0 || named?.org === c.org || wish?.party.org === c.org;
    if (wish === undefined || !isTold) return 'market.block_intent_unknown';
    const party = market.parties.find((p) => p.no === c.accountNo);
    const barred = this.bars(party, c.org, wish.thing, day, hours);
    if (barred !== '' || party === undefined) return barred;
    if (named !== undefined && named !== party) return 'market.block_intent_for_another';
    if (wish.party.group === party.group) return 'market.same_owner_group';
    const live = this.talks.filter((one) => one.state === 'NEGOTIATING' && one.party === party);
    if (live.some((one) => one.wish === wish)) return 'market.block_negotiation_exists';
    const price = c.price ?? wish.price;
    const quantity = c.quantity ?? wish.quantity;
    const unfit = market.fits(wish.thing, price, quantity, market.rules.block);
    if (unfit !== '') return unfit;
    const yes = { poster: 0, responder: 0 };
    const no = ++this.talkCount;
    const talk = { no, wish, party, version: 0, price, quantity, yes, state: 'NEGOTIATING', trade: 0 };
    this.talks.push(talk);
    this.offer(talk, price, quantity);
    return show(talk);
  }

  private offer(talk: Talk, price: number, quantity: number): void {
    talk.version += 1;
    talk.price = price;
    talk.quantity = quantity;
    talk.yes = { poster: 0, responder: 0 };
  }

  private confirm(talk: Talk, side: 'poster' | 'responder', version: number, seq: number): string | Facts {
    const { market } = this;
    if (version !== talk.version) return 'market.block_terms_changed';
    if (talk.yes[side] !== 0) return 'market.block_terms_confirmed';
    const unfit = market.fits(talk.wish.thing, talk.price, talk.quantity, market.rules.block);
    if (unfit !== '') return unfit;
    const own = this.orderOf(talk, side, seq);
    const short = market.short(own.party, own.thing, own.side, market.need(own), 0);
    if (short !== '') return short;
    const otherSide = side === 'poster' ? 'responder' : 'poster';
    if (talk.yes[otherSide] !== 0) {
      const theirs = this.orderOf(talk, otherSide, talk.yes[otherSide]);
      const { party, thing } = theirs;
      const isBarred = party.state !== 'ACTIVE' || market.switches.bars(party.org, thing.no);
      if (isBarred || market.short(party, thing, theirs.side, market.need(theirs), 0) !== '')
        return 'market.counterparty_cannot_settle';
      talk.yes[side] = seq;
      talk.trade = market.exchange(own, theirs, talk.price, false).tradeNo;
      talk.state = 'FILLED';
      this.filled += 1;
      this.endWish(talk.wish, 'WITHDRAWN');
    }
    talk.yes[side] = seq;
    return show(talk);
  }

  private orderOf(talk: Talk, side: 'poster' | 'responder', no: number): Order {
    const { wish, price, quantity } = talk;
    const opposite = wish.side === 'buy' ? 'sell' : 'buy';
    return {
      ...{
        no,
        party: partyOf(talk, side),
        thing: wish.thing,
        side: side === 'poster' ? wish.side : opposite,
      },
      ...{ client: '', giveWay: '', makesOnly: false, price, quantity, place: 0 },
      ...{ filled: 0, cancelled: 0, spent: 0, fees: 0, ended: '' },
    };
  }

  private expire(hours: number): string | Facts {
    const late = this.wishes.filter((one) => one.isOpen && !(this.market.open && this.isInHours(hours)));
    if (late.length === 0) return 'market.nothing_to_expire';
    for (const wish of late) this.endWish(wish, 'EXPIRED');
    return { intentNos: late.map((one) => one.no) };
  }

  private endWish(wish: Wish, talksBecome: string): void {
    wish.isOpen = false;
    for (const talk of this.talks)
      if (talk.wish === wish && talk.state === 'NEGOTIATING') talk.state = talksBecome;
  }
}

function partyOf(talk: Talk, side: 'poster' | 'responder'): Party {
  return side === 'poster' ? talk.wish.party : talk.party;
}

function show({ no, wish, version, price, quantity, state, yes, trade }: Talk): Facts {
  const confirmedBy = (['poster', 'responder'] as const).filter((side) => yes[side] !== 0);
  return {
    ...{ negotiationNo: no, intentNo: wish.no, version, price, quantity, state, confirmedBy },
    tradeNo: trade,
  };
}
