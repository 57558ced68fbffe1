import type { Seen } from './queries';
import type { Step } from './take-step';

/** Steps with a form of their own, or that are proposals. */
export type AnyStep = Step | 'listing' | 'bid' | 'certificate' | 'void';

export type Waited =
  | 'submit'
  | 'review'
  | 'decide'
  | 'listing'
  | 'market'
  | 'listless'
  | 'sign'
  | 'pay'
  | 'default'
  | 'certificate'
  | 'change'
  | 'complete';

/** What this person may do in it now: by its state, their powers, and which plants are their own. */
export function stepsOf(
  { notice, transfer }: Seen,
  has: (power: string) => boolean,
  own: readonly string[],
  now: number,
): readonly AnyStep[] {
  const isOwn = (plant: string | null | undefined): boolean =>
    plant !== null && plant !== undefined && own.includes(plant);
  const list = (...steps: (AnyStep | false | undefined)[]): AnyStep[] =>
    steps.filter((step): step is AnyStep => typeof step === 'string');
  switch (notice.state) {
    case 'DRAFT':
      return list(has('permit.submit') && isOwn(transfer?.sellerId) && 'submit');
    case 'SUBMITTED':
      return list(has('permit.review') && 'review');
    case 'QUANTITY_REVIEW':
      return list(has('permit.approve') && 'decide');
    case 'ELIGIBLE':
    case 'RELISTED':
      return list(has('permit.list') && 'listing');
    case 'LISTED': {
      const isOver = notice.closesAt !== undefined && now >= Date.parse(notice.closesAt);
      const mayBuy = has('permit.bid') && own.length > 0 && !isOwn(transfer?.sellerId) && !isOver;
      const isRegistered = mayBuy && transfer !== undefined;
      return list(
        has('permit.list') && isOver && 'close',
        mayBuy && !isRegistered && 'register',
        isRegistered && (transfer?.method === 'BIDDING' ? 'bid' : 'take'),
      );
    }
    case 'NO_BID':
      return list(has('permit.list') && 'relist', has('permit.list') && 'withdraw');
    case 'DEFAULTED':
      return list(has('permit.list') && 'next', has('permit.list') && 'relist');
    case 'TRADED': {
      const mySide =
        (isOwn(transfer?.sellerId) && transfer?.sellerSigned === false) ||
        (isOwn(transfer?.buyerId) && transfer?.buyerSigned === false);
      return list(
        has('permit.sign') && mySide && 'sign',
        has('permit.list') && 'default',
        has('permit.review') && 'void',
      );
    }
    case 'CONTRACTED':
      return list(
        has('permit.sign') && isOwn(transfer?.buyerId) && 'pay',
        has('permit.list') && 'default',
        has('permit.review') && 'void',
      );
    case 'PAID':
      return list(has('permit.list') && 'certificate');
    case 'CERTIFIED':
      return list(has('permit.review') && 'change');
    case 'PERMIT_CHANGING':
      return list(has('permit.approve') && 'complete');
    default:
      return [];
  }
}

export function waitsFor({ notice: { state } }: Seen): Waited | undefined {
  switch (state) {
    case 'DRAFT':
      return 'submit';
    case 'SUBMITTED':
      return 'review';
    case 'QUANTITY_REVIEW':
      return 'decide';
    case 'ELIGIBLE':
    case 'RELISTED':
      return 'listing';
    case 'LISTED':
      return 'market';
    case 'NO_BID':
      return 'listless';
    case 'TRADED':
      return 'sign';
    case 'CONTRACTED':
      return 'pay';
    case 'DEFAULTED':
      return 'default';
    case 'PAID':
      return 'certificate';
    case 'CERTIFIED':
      return 'change';
    case 'PERMIT_CHANGING':
      return 'complete';
    default:
      return undefined;
  }
}
