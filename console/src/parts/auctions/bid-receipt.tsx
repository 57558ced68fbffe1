import { Button } from 'antd';
import type { ReactNode } from 'react';
import { keepText } from '../../api/download';
import { useWords } from '../../words/define-words';
import { ShortText, WholeText } from '../facts/copied-text';
import { words } from './own-words';

export interface Receipt {
  readonly auctionId: string;
  readonly bidId: string;
  /** Absent: a bid without a price. */
  readonly price?: string;
  readonly quantity: string;
  readonly commitment: string;
  readonly nonce: string | undefined;
  readonly seq: number;
}

/** What proves the bid later. It stands on this page alone, until it is left or kept. */
export function BidReceipt({ receipt }: { receipt: Receipt }): ReactNode {
  const say = useWords(words);
  const { bidId, commitment, nonce, seq } = receipt;
  return (
    <div className="note good stack" role="status" data-testid="receipt">
      <strong>{say('done', { bid: bidId, seq })}</strong>
      <span>
        {say('commitment')} <WholeText of={commitment} label="commitment" />
      </span>
      <span>
        {say('nonce')} <ShortText of={nonce} />
      </span>
      <span className="quiet">{say('receipt.what')}</span>
      <div>
        <Button onClick={() => keepText(JSON.stringify(receipt, null, 2), `sealed-bid-${bidId}.json`)}>
          {say('receipt.keep')}
        </Button>
      </div>
    </div>
  );
}
