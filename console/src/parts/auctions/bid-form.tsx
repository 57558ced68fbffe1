import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped, plus, unitsOf } from '../../format/decimal';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { Field } from '../field';
import { Amount } from '../figures';
import { type BidDraft, bidOf, mostOf } from './bid-draft';
import { BidReceipt, type Receipt } from './bid-receipt';
import type { OwnProps } from './own-props';
import { words } from './own-words';
import type { Auction, OwnBid, OwnGuarantee } from './queries';
import { canSeal, sealBid, type SealedBid } from './seal';

export interface BidFormProps extends OwnProps {
  readonly account: Told<'Account'>;
  readonly guarantee: OwnGuarantee;
  /** Of all own accounts: one owner group pays for its bids together. */
  readonly guarantees: readonly OwnGuarantee[];
  /** The bid that this one takes the place of. */
  readonly replaced: OwnBid | undefined;
  readonly onReplaced: () => void;
}

/** What is sealed, where it is sealed, and what opens it again: the receipt is told once. */
export function BidForm(props: BidFormProps): ReactNode {
  const { auction, instrument, account, guarantee, guarantees, replaced, onReplaced } = props;
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [wished, setWished] = useState({ price: '', quantity: '' });
  const [isSealedHere, setSealedHere] = useState(true);
  const [receipt, setReceipt] = useState<Receipt>();
  const mayHere = useQuery({
    queryKey: ['can-seal'],
    queryFn: canSeal,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  // A wish that is asked again under its key must be the very same seal.
  const seals = useRef(new Map<string, SealedBid>());
  const { notice, auctionId } = auction;
  const held = guarantees
    .filter(({ group }) => group === guarantee.group)
    .reduce((sum, { amount }) => plus(sum, amount), '0');
  const draft = bidOf(wished, notice, instrument.unitScale, held);
  const { price, quantity, value, need, hint } = draft;
  const here = mayHere === true && isSealedHere;
  // Nobody can look into a seal: what is off the notice would only be found out at the opening.
  const isSendable = draft.isWhole && (!here || hint === undefined || hint === 'guarantee');
  const priceWord = price === undefined ? say('price.any', { price: notice.nonCompetitivePrice ?? '' }) : '';
  const facts = {
    ...{ account: account.title, unit: instrument.unitName, currency, quantity: grouped(quantity ?? '') },
    ...{ price: price === undefined ? priceWord : grouped(price), value: grouped(value ?? '') },
  };
  const hintOf = (...kinds: BidDraft['hint'][]): { hint?: string; isWrong?: boolean } =>
    hint === undefined || !kinds.includes(hint)
      ? {}
      : {
          hint: say(`hint.${hint}`, {
            ...{ places: instrument.unitScale, lot: grouped(notice.lot), tick: notice.tick },
            ...{ reserve: grouped(notice.reservePrice), most: grouped(mostOf(notice)) },
          }),
          isWrong: true,
        };
  return (
    <div className="stack" data-testid="bid-form">
      <h3>
        {replaced === undefined ? say('bid.title') : say('bid.change', { bid: replaced.bidId })}{' '}
        {replaced !== undefined && (
          <Button size="small" onClick={onReplaced}>
            {say('bid.stop')}
          </Button>
        )}
      </h3>
      <div className="form-fields">
        <Field
          label={say('price')}
          unit={`${currency}/${instrument.unitName}`}
          isFigure
          value={wished.price}
          onChange={(text) => setWished({ ...wished, price: text })}
          {...(notice.nonCompetitivePrice !== undefined && {
            hint: say('price.any', { price: notice.nonCompetitivePrice }),
          })}
          {...hintOf('price', 'tick', 'reserve')}
        />
        <Field
          label={say('quantity')}
          unit={instrument.unitName}
          isFigure
          value={wished.quantity}
          onChange={(text) => setWished({ ...wished, quantity: text })}
          {...hintOf('quantity', 'lot', 'most', 'guarantee')}
        />
      </div>
      <p>
        {say('value')} <Amount of={value} unit={currency} /> · {say('need')}{' '}
        <Amount of={need} unit={currency} />
      </p>
      {mayHere === true && (
        <div className="row">
          {say('sealing')}
          <Segmented
            aria-label={say('sealing')}
            value={isSealedHere ? 'here' : 'there'}
            options={(['here', 'there'] as const).map((where) => ({
              value: where,
              label: say(`sealing.${where}`),
            }))}
            onChange={(where) => setSealedHere(where === 'here')}
          />
        </div>
      )}
      <p className="quiet">
        {mayHere === false ? say('sealing.cannot') : say(here ? 'sealing.here.what' : 'sealing.there.what')}
      </p>
      {isSendable && quantity !== undefined && (
        <div>
          <ActButton
            label={say(replaced === undefined ? 'place' : 'replace')}
            title={say(replaced === undefined ? 'bid.title' : 'bid.change', { bid: replaced?.bidId ?? '' })}
            act={say('place.confirm', facts)}
            consequence={
              <div className="stack">
                <p>{say('place.what', facts)}</p>
                <p>{say(here ? 'sealing.here.what' : 'sealing.there.what')}</p>
              </div>
            }
            isPrimary
            isReady={mayHere !== undefined}
            unitScale={instrument.unitScale}
            facts={[account.accountId, price ?? '', quantity, here, replaced?.bidId ?? '']}
            perform={async (_, key) => {
              const numbers = { quantity, ...(price !== undefined && { price }) };
              const seal = here
                ? (seals.current.get(key) ??
                  (await sealed(auction, guarantee, numbers, instrument.unitScale)))
                : undefined;
              if (seal !== undefined) seals.current.set(key, seal);
              const bid = seal === undefined ? numbers : { sealed: seal.sealed, commitment: seal.commitment };
              const made = await placed(venue, auctionId, account.accountId, replaced?.bidId, bid, key);
              return { ...numbers, made, nonce: seal?.nonce ?? made.nonce };
            }}
            refresh={[
              [`bids-${auctionId}`, venue],
              ['auction-guarantees', venue],
            ]}
            onDone={({ made, nonce, ...numbers }) => {
              setWished({ price: '', quantity: '' });
              setReceipt({
                ...numbers,
                auctionId,
                bidId: made.bidId,
                commitment: made.commitment,
                nonce,
                seq: made.seq,
              });
            }}
          />
        </div>
      )}
      {receipt !== undefined && <BidReceipt receipt={receipt} />}
    </div>
  );
}

interface Numbers {
  readonly price?: string;
  readonly quantity: string;
}

function sealed(
  { openers }: Auction,
  { bidderNo }: OwnGuarantee,
  { price, quantity }: Numbers,
  unitScale: number,
): Promise<SealedBid> {
  const [first, second] = (['first', 'second'] as const).map(
    (part) => openers.find((opener) => opener.part === part)!.publicKey,
  );
  return sealBid(
    { publicKeys: [first!, second!], bidderNo },
    {
      quantity: unitsOf(quantity, unitScale),
      ...(price !== undefined && { price: unitsOf(price, 2) }),
    },
  );
}

function placed(
  venue: string,
  auction: string,
  accountId: string,
  replaced: string | undefined,
  bid: Numbers | { readonly sealed: string; readonly commitment: string },
  key: string,
): Promise<Told<'AuctionBidPlaced'>> {
  const header = { 'Idempotency-Key': key };
  if (replaced === undefined)
    return answer(
      api.POST('/api/v1/venues/{venue}/auctions/{auction}/bids', {
        params: { path: { venue, auction }, header },
        body: { accountId, ...bid },
      }),
    );
  return answer(
    api.PUT('/api/v1/venues/{venue}/auctions/{auction}/bids/{bid}', {
      params: { path: { venue, auction, bid: replaced }, header },
      body: bid,
    }),
  );
}
