import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import { BANK_ACCOUNT_KINDS } from '../domain/bank-account.js';
import type { TransferState } from '../domain/cash-transfer.js';
import { LINE_STATES, type StatementFileState } from '../domain/statement-file.js';

export const bankAccountsAnswer = pageAnswer(
  z
    .object({
      bankAccountId: told.id,
      kind: z.enum(BANK_ACCOUNT_KINDS),
      name: z.string(),
      bank: z.string(),
      number: z.string(),
      currency: z.string(),
    })
    .meta({ id: 'BankAccount' }),
);
const payee = z.object({ name: z.string(), bank: z.string(), number: z.string() }).meta({ id: 'Payee' });
export const cashRoutesAnswer = pageAnswer(
  z
    .object({
      accountId: told.id,
      title: z.string(),
      depositReference: z.string().describe('To be written on every transfer to the venue’s bank'),
      payee: payee.nullable().describe('Where withdrawals go'),
    })
    .meta({ id: 'CashRoute' }),
);

export const withdrawalState = z
  .enum(['REQUESTED', 'FILED', 'IN_TRANSIT', 'CONFIRMED', 'RETURNED', 'VOIDED'] satisfies TransferState[])
  .meta({ id: 'CashWithdrawalState' });
export const withdrawalsAnswer = pageAnswer(
  z
    .object({
      withdrawalId: told.id,
      kind: z.enum(['WITHDRAWAL', 'FEES', 'SENT_BACK']),
      accountId: told.id.nullable(),
      amount: told.money,
      payee,
      reference: z.string(),
      state: withdrawalState,
      paymentFileId: told.id.nullable(),
      note: z.string(),
      changedAt: told.instant,
    })
    .meta({ id: 'CashWithdrawal' }),
);

export const paymentFileState = z
  .enum(['DRAFT', 'RELEASED', 'SENT', 'DISCARDED'])
  .meta({ id: 'PaymentFileState' });
export const paymentFilesAnswer = pageAnswer(
  z
    .object({
      paymentFileId: told.id,
      messageId: z.string(),
      bankAccountId: told.id,
      count: told.count,
      total: told.money,
      contentHash: told.hash,
      draftedBy: z.string(),
      state: paymentFileState,
      releasedBy: z.string().describe('Empty before'),
      changedAt: told.instant,
    })
    .meta({ id: 'PaymentFile' }),
);

export const statementFileState = z
  .enum(['STAGED', 'QUARANTINED', 'RELEASED', 'DISCARDED'] satisfies StatementFileState[])
  .meta({ id: 'StatementFileState' });
const difference = z
  .looseObject({ code: z.string() })
  .meta({
    id: 'StatementDifference',
    description: 'Why it is in quarantine: a code of /api/v1/problems with its facts',
  })
  .nullable();
const statementFile = z
  .object({
    statementFileId: told.id,
    fileId: z.string(),
    sha256: told.hash,
    format: z.string(),
    state: statementFileState,
    difference,
    statements: z.array(
      z
        .object({
          statementId: z.string(),
          account: z.string(),
          currency: z.string(),
          opening: told.money,
          openingDay: told.day,
          closing: told.money,
          closingDay: told.day,
          totals: z
            .object({
              count: told.count.nullable(),
              credits: told.money.nullable(),
              debits: told.money.nullable(),
            })
            .nullable()
            .describe('What the bank says the lines add up to, where its format has a place for it'),
          lines: told.count,
        })
        .meta({ id: 'BankStatement' }),
    ),
    importedBy: z.string(),
    importedAt: told.instant,
    releasedBy: z.string().describe('Empty before'),
    note: z.string(),
    changedAt: told.instant,
  })
  .meta({ id: 'StatementFile' });
export const statementFileAnswer = statementFile;
export const statementFilesAnswer = pageAnswer(statementFile);

const lineState = z.enum(LINE_STATES).meta({ id: 'BankLineState' });
export const linesAnswer = pageAnswer(
  z
    .object({
      lineId: told.id,
      statementFileId: told.id,
      bankAccountId: told.id,
      statementId: z.string(),
      day: told.day,
      amount: told.money.describe('Less than nothing when money left'),
      text: z.string(),
      counterparty: z.string(),
      state: lineState,
      unclear: z.string().describe('Why it is in suspense, else empty'),
      accountId: told.id.nullable(),
      withdrawalId: told.id.nullable(),
      changedAt: told.instant,
    })
    .meta({ id: 'BankLine' }),
);

export const cashTieAnswer = z
  .object({
    banks: z.array(
      z.object({
        bankAccountId: told.id,
        statement: told.money,
        closingDay: z.string().describe('A date; empty before the first statement'),
        ledger: told.money,
      }),
    ),
    bank: told.money,
    byHand: told.money,
    subLedger: told.money,
    inTransit: z.object({ total: told.money, withdrawalIds: z.array(told.id) }),
    suspense: z.object({ credits: told.money, debits: told.money, lineIds: z.array(told.id) }),
    difference: told.money,
  })
  .meta({ id: 'CashTie' });

export const statementUploaded = z
  .object({
    statementFileId: told.id,
    state: statementFileState,
    difference,
    lines: told.count,
    ...place,
  })
  .meta({ id: 'StatementUploaded' });
export const statementRechecked = z
  .object({ statementFileId: told.id, state: statementFileState, difference, ...place })
  .meta({ id: 'StatementRechecked' });
export const statementDiscarded = z
  .object({ statementFileId: told.id, state: statementFileState, ...place })
  .meta({ id: 'StatementDiscarded' });
export const paymentFileDrafted = z
  .object({
    paymentFileId: told.id,
    messageId: z.string(),
    count: told.count,
    total: told.money,
    contentHash: told.hash,
    state: paymentFileState,
    ...place,
  })
  .meta({ id: 'PaymentFileDrafted' });
export const paymentFileMoved = z
  .object({ paymentFileId: told.id, state: paymentFileState, ...place })
  .meta({ id: 'PaymentFileMoved' });
export const withdrawalMoved = z
  .object({ withdrawalId: told.id, state: withdrawalState, ...place })
  .meta({ id: 'CashWithdrawalMoved' });
