import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import type { TransferState } from '../domain/delayed-transfer.js';
import type { Pace, Standing } from '../domain/forecast.js';
import type { FreezeKind, FreezeState } from '../domain/freeze-order.js';
import type { NoticeKind } from '../domain/notice.js';

export const certificateAnswer = z
  .object({
    code: told.id.describe('What whoever is shown the certificate looks it up by'),
    account: z.string(),
    symbol: told.symbol,
    unit: z.string(),
    quantity: told.units,
    frozen: told.units,
    seq: told.seq,
    journalHash: told.hash,
    at: told.instant,
  })
  .meta({ id: 'Certificate' });
export const certificatesAnswer = pageAnswer(
  certificateAnswer.extend({ accountId: told.id }).meta({ id: 'CertificateOfAccount' }),
);

export const transferState = z
  .enum(['WAITING', 'EXECUTED', 'CANCELLED', 'STOPPED'] satisfies TransferState[])
  .meta({ id: 'DelayedTransferState' });
export const delayedTransfersAnswer = pageAnswer(
  z
    .object({
      delayedTransferId: told.id,
      fromAccountId: told.id,
      toAccountId: told.id,
      symbol: told.symbol,
      quantity: told.units,
      trusted: z.boolean(),
      approvedAt: told.instant,
      dueAt: told.instant.describe('When it is carried out'),
      cancelUntil: told.instant,
      state: transferState,
      endedAt: told.instant.nullable(),
      note: z.string(),
    })
    .meta({ id: 'DelayedTransfer' }),
);
export const delayedTransferCancelled = z
  .object({ delayedTransferId: told.id, state: transferState, ...place })
  .meta({ id: 'DelayedTransferCancelled' });

export const transferForecast = z
  .object({
    pace: z
      .enum(['NO_DELAY', 'TRUSTED', 'WINDOW', 'DELAY'] satisfies Pace[])
      .describe('Why: no rule delays it; the receiver is trusted; trusted, out of hours; not trusted'),
    standing: z
      .enum(['OWN', 'TRUSTED', 'COOLING', 'UNKNOWN'] satisfies Standing[])
      .describe('Of the receiver on the giver’s list'),
    trustedFrom: told.instant.nullable().describe('While its cooling delay runs'),
    leavesAt: told.instant.nullable().describe('If the last signature were given now; null: at once'),
    cancelUntil: told.instant.nullable(),
    first: z.boolean().describe('Nothing has gone from one to the other before'),
    signatures: z
      .array(
        z.object({ power: z.string(), within: z.enum(['owner', 'office']) }).meta({ id: 'SignatureNeeded' }),
      )
      .describe('Who must sign after the maker, in this order'),
    rules: z.array(told.rule),
  })
  .meta({ id: 'TransferForecast' });
export const trustForecast = z
  .object({
    effectiveAt: told.instant.describe('When it would be trusted if the second person signed now'),
    atOnce: z.boolean(),
  })
  .meta({ id: 'TrustForecast' });

export const freezesAnswer = pageAnswer(
  z
    .object({
      freezeId: told.id,
      kind: z.enum(['ACCOUNT', 'UNITS', 'SERIALS'] satisfies FreezeKind[]),
      accountId: told.id.nullable(),
      symbol: told.symbol.nullable(),
      firstSerial: z.string().nullable(),
      lastSerial: z.string().nullable(),
      reason: z.string(),
      authority: z.string(),
      documentNo: z.string(),
      stolen: z.boolean(),
      frozenAt: told.instant,
      until: told.instant.nullable(),
      state: z.enum(['ACTIVE', 'RELEASED', 'EXPIRED'] satisfies FreezeState[]),
      endedAt: told.instant.nullable(),
    })
    .meta({ id: 'FreezeOrder' }),
);
export const flagsAnswer = z
  .object({
    symbol: told.symbol,
    flagged: z.boolean(),
    blocks: z.array(
      z
        .object({
          firstSerial: z.string(),
          lastSerial: z.string(),
          flag: z.enum(['STOLEN', 'FROZEN']),
          authority: z.string(),
          documentNo: z.string(),
          since: told.instant,
          until: told.instant.nullable(),
        })
        .meta({ id: 'FlaggedBlock' }),
    ),
  })
  .meta({ id: 'SerialFlags' });

export const noticesAnswer = pageAnswer(
  z
    .object({
      noticeId: told.id,
      kind: z.enum([
        ...(['TRANSFER_DELAYED', 'TRANSFER_CANCELLED', 'TRANSFER_STOPPED'] as const),
        ...(['FIRST_BENEFICIARY', 'ACCOUNT_TRUSTED', 'ACCOUNT_DISTRUSTED', 'ALLOCATION_ADJUSTED'] as const),
      ] satisfies NoticeKind[]),
      accountId: told.id,
      causedBy: z.string().describe('Whoever did it need not acknowledge it; empty for the clock'),
      at: told.instant,
      delivered: z.boolean().describe('On a road other than this one'),
      acknowledgedAt: told.instant.nullable().describe('By the person who asks'),
    })
    // What it is about: ids, units and instants of the transfer or the trust.
    .catchall(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .meta({ id: 'Notice' }),
);
export const noticeAcknowledged = z
  .object({ noticeId: told.id, acknowledgedAt: told.instant })
  .meta({ id: 'NoticeAcknowledged' });

export const surrendersAnswer = pageAnswer(
  z
    .object({
      proposalId: told.id,
      accountId: told.id,
      symbol: told.symbol,
      year: z.int(),
      quantity: told.units,
      at: told.instant,
    })
    .meta({ id: 'Surrender' }),
);

export const TRUST_STATES = ['COOLING', 'TRUSTED', 'REMOVED'] as const;
export const trustedAccountsAnswer = pageAnswer(
  z
    .object({
      trustId: told.id,
      accountId: told.id,
      trustedAccountId: told.id,
      addedAt: told.instant,
      effectiveAt: told.instant.describe('Not trusted before'),
      removedAt: told.instant.nullable(),
      state: z.enum(TRUST_STATES).describe('COOLING until it is trusted'),
    })
    .meta({ id: 'TrustedAccount' }),
);
export const trustRemoved = z
  .object({ trustId: told.id, accountId: told.id, ...place })
  .meta({ id: 'TrustRemoved' });
