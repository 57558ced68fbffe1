import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { download } from '../../api/download';
import { asRefusal } from '../../api/refusal';
import type { Told } from '../../api/told';
import { grouped } from '../../format/decimal';
import { ActButton } from '../../parts/act-button';
import { ShortText, WholeText } from '../../parts/facts/copied-text';
import { PersonName } from '../../parts/facts/names';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { RefusalNote } from '../../parts/refusal-note';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { BankNav } from './bank-nav';
import { words } from './payment-words';
import { PaymentDraft } from './payment-draft';
import { Proposed, Said } from './proposed';

type PaymentFile = Told<'PaymentFile'>;
const STATES = ['DRAFT', 'RELEASED', 'SENT', 'DISCARDED'] as const;
const TONES = { DRAFT: 'warn', RELEASED: 'warn', SENT: 'good', DISCARDED: 'quiet' } as const;

/** What the bank is told to pay: drafted by one, released by another, then taken to the bank. */
export default function PaymentFilesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('payment.files')}</h1>
        <ZoneLabel />
      </div>
      <BankNav />
      <Said>{said}</Said>
      <PaymentDraft onSaid={setSaid} />
      <PagedTable<PaymentFile>
        name="payment-files"
        label={say('payment.files')}
        rowKey={({ paymentFileId }) => paymentFileId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/payment-files', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: PaymentFile['state'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'state',
            label: say('state'),
            options: STATES.map((value) => ({ value, label: say(`payment.${value}`) })),
          },
        ]}
        columns={[
          { title: say('message'), render: (_, { messageId }) => <code>{messageId}</code> },
          {
            title: say('state'),
            render: (_, { state }) => <Mark tone={TONES[state]}>{wordOf(say, words, 'payment', state)}</Mark>,
          },
          { title: say('act'), render: (_, file) => <Acts file={file} onSaid={setSaid} /> },
          { title: say('count'), align: 'right', dataIndex: 'count' },
          {
            title: `${say('sum')} (${currency})`,
            align: 'right',
            render: (_, { total }) => <Amount of={total} />,
          },
          { title: say('drafted.by'), render: (_, { draftedBy }) => <PersonName id={draftedBy} /> },
          { title: say('released.by'), render: (_, { releasedBy }) => <PersonName id={releasedBy} /> },
          { title: say('hash'), render: (_, { contentHash }) => <ShortText of={contentHash} /> },
          { title: say('changed'), render: (_, { changedAt }) => <Moment at={changedAt} style="minute" /> },
        ]}
        empty={<Empty title={say('payment.none')}>{say('payment.none.next')}</Empty>}
      />
    </>
  );
}

function Acts({ file, onSaid }: { file: PaymentFile; onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const { paymentFileId, messageId, state, count, total, contentHash } = file;
  const refresh = [
    ['payment-files', venue],
    ['cash-withdrawals', venue],
    ['proposals', venue],
    ['inbox', venue],
  ];
  const params = (key: string) => ({
    path: { venue, file: paymentFileId },
    header: { 'Idempotency-Key': key },
  });
  const fetching = useMutation({
    mutationFn: () =>
      download(
        `/api/v1/venues/${venue}/payment-files/${paymentFileId}/content`,
        {},
        {
          accept: 'application/xml',
          name: `${messageId}.xml`,
        },
      ),
  });
  const figures = { messageId, count, total: grouped(total), currency };
  return (
    <div className="row">
      {state === 'DRAFT' && (
        <>
          <ActButton
            label={say('release')}
            title={say('release.title', { messageId })}
            act={say('release.act')}
            consequence={
              <div className="stack">
                <p>{say('release.what', figures)}</p>
                <p>
                  {say('hash')}: <WholeText of={contentHash} />
                </p>
              </div>
            }
            size="small"
            isPrimary
            needsSecondPerson
            facts={paymentFileId}
            perform={(_, key) =>
              answer(api.POST('/api/v1/venues/{venue}/payment-files/{file}/release', { params: params(key) }))
            }
            refresh={refresh}
            onDone={(made) => onSaid(<Proposed made={made} />)}
          />
          <ActButton
            label={say('discard')}
            title={say('discard.title', { name: messageId })}
            consequence={say('discard.payment.what', figures)}
            size="small"
            isDestructive
            facts={paymentFileId}
            perform={(_, key) =>
              answer(api.POST('/api/v1/venues/{venue}/payment-files/{file}/discard', { params: params(key) }))
            }
            refresh={refresh}
            onDone={({ seq }) => onSaid(say('discard.done', { name: messageId, seq }))}
          />
        </>
      )}
      {(state === 'RELEASED' || state === 'SENT') && (
        <Button size="small" loading={fetching.isPending} onClick={() => fetching.mutate()}>
          {say('download')}
        </Button>
      )}
      {state === 'RELEASED' && (
        <ActButton
          label={say('sent')}
          title={say('sent.title', { messageId })}
          consequence={say('sent.what', figures)}
          size="small"
          facts={paymentFileId}
          perform={(_, key) =>
            answer(api.POST('/api/v1/venues/{venue}/payment-files/{file}/sent', { params: params(key) }))
          }
          refresh={refresh}
          onDone={({ seq }) => onSaid(say('sent.done', { messageId, seq }))}
        />
      )}
      {fetching.error !== null && <RefusalNote refusal={asRefusal(fetching.error)} />}
    </div>
  );
}
