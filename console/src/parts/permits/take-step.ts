import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';

/** Steps of one transfer that need nothing but its name; as a party, the plant's too. */
export type Step =
  | 'submit'
  | 'review'
  | 'decide'
  | 'close'
  | 'relist'
  | 'withdraw'
  | 'next'
  | 'default'
  | 'change'
  | 'complete'
  | 'register'
  | 'take'
  | 'sign'
  | 'pay';

export type Moved = Pick<Told<'PermitTransferMoved'>, 'seq'> & {
  readonly state?: Told<'PermitTransferMoved'>['state'];
  readonly refusal?: Told<'PermitTransferDecided'>['refusal'];
};

/** Calls the door of a step; `plantId` where one acts in the name of a plant. */
export function takeStep(
  venue: string,
  transfer: string,
  step: Step,
  plantId: string,
  key: string,
): Promise<Moved> {
  const header = { 'Idempotency-Key': key };
  const params = { path: { venue, transfer }, header };
  const body = { plantId };
  switch (step) {
    case 'submit':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/submit', { params }));
    case 'review':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/review', { params }));
    case 'decide':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/decide', { params }));
    case 'close':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/close', { params }));
    case 'relist':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/relist', { params }));
    case 'withdraw':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/withdraw', { params }));
    case 'next':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/award-next', { params }));
    case 'default':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/default', { params }));
    case 'change':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/permit-change', { params }));
    case 'complete':
      return answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/completion', { params }));
    case 'register':
      return answer(
        api.POST('/api/v1/venues/{venue}/permit-listings/{listing}/bidders', {
          params: { path: { venue, listing: transfer }, header },
          body,
        }),
      );
    case 'take':
      return answer(
        api.POST('/api/v1/venues/{venue}/permit-offers/{offer}/take', {
          params: { path: { venue, offer: transfer }, header },
          body,
        }),
      );
    case 'sign':
      return answer(
        api.POST('/api/v1/venues/{venue}/permit-contracts/{contract}/signature', {
          params: { path: { venue, contract: transfer }, header },
          body,
        }),
      );
    case 'pay':
      return answer(
        api.POST('/api/v1/venues/{venue}/permit-contracts/{contract}/payment', {
          params: { path: { venue, contract: transfer }, header },
          body,
        }),
      );
  }
}
