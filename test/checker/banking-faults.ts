import { createHash, randomUUID } from 'node:crypto';
import { done, type VenueClient } from '../api/venue-client.js';

export const BANK = { name: 'Airshed Clearing 清算', bank: 'BKCHCNBJXXX', number: '110060149012345678901' };
export const PAYEE = { name: 'Plant A & Co 钢铁', bank: '102100099996', number: '6222 0210 0101 2345' };

/** A statement in our own form, as the bank would send it, with the digest it would tell. */
export function csvStatement(id: string, day: string, opening: number, lines: readonly [number, string][]) {
  const sum = (side: 1 | -1): number =>
    lines.reduce((total, [fen]) => total + (Math.sign(fen) === side ? fen * side : 0), 0);
  const text = [
    `airshed-statement,1,${id},${BANK.number},CNY,${day},${yuan(opening)},${day},${yuan(opening + sum(1) - sum(-1))}`,
    ...lines.map(([fen, text]) => `line,${day},${yuan(fen)},CNY,${text},somebody`),
    `total,${lines.length},${yuan(sum(1))},${yuan(sum(-1))}`,
    '',
  ].join('\n');
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { fileId: `${id}.csv`, sha256, content: bytes.toString('base64') };
}

function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * A bank account without an opening, a deposit, an unclear credit and debit, and a file with two withdrawals of plant A: one
 * confirmed, one on its way, and one more that is only asked for. Answers with plant A's account.
 */
export async function bankDay(venue: VenueClient): Promise<string> {
  const opening = { kind: 'CLIENT', ...BANK, currency: 'CNY', openingBalance: '0', openingDay: '2026-11-20' };
  await venue.agreed('clearing1', ['clearing2'], 'bank-accounts', opening);
  const { bankAccountId } = done(await venue.get(null, 'bank-accounts')).body.items[0];
  const { accountId, depositReference } = done(await venue.get('plant-a', 'cash-routes')).body.items[0];
  await venue.agreed('plant-a-manager', ['clearing2'], 'bank-payees', { accountId, ...PAYEE });
  await book(
    venue,
    csvStatement('day-1', '2026-11-21', 0, [
      [100_000, depositReference],
      [777, 'thanks'],
      [-50, 'charge'],
    ]),
  );
  const ask = async (amount: string): Promise<string> =>
    done(
      await venue.post('plant-a-manager', 'cash-withdrawals', {
        accountId,
        amount,
        transferId: randomUUID(),
      }),
    ).body.withdrawalId;
  const [paid, onItsWay] = [await ask('300.00'), await ask('200.00')];
  await ask('1.00');
  const draft = { bankAccountId, withdrawalIds: [paid, onItsWay] };
  const { paymentFileId } = done(await venue.post('clearing1', 'payment-files', draft)).body;
  await venue.agreed('clearing1', ['clearing2'], `payment-files/${paymentFileId}/release`, {});
  const { items } = done(await venue.get('plant-a', 'cash-withdrawals')).body;
  const { reference } = items.find((item: { withdrawalId: string }) => item.withdrawalId === paid);
  await book(venue, csvStatement('day-2', '2026-11-22', 100_727, [[-30_000, reference]]));
  return accountId;
}

export async function book(venue: VenueClient, statement: object): Promise<string> {
  const { statementFileId } = done(await venue.post('clearing1', 'bank-statements', statement)).body;
  await venue.agreed('clearing1', ['clearing2'], `bank-statements/${statementFileId}/release`, {});
  return statementFileId;
}

export const BREAK_BANK_WALLS = `
  ALTER TABLE payment_files DROP CONSTRAINT payment_file_four_eyes;`;

export const BANKING_FAULTS: readonly (readonly [string, string, string])[] = [
  [
    'M1',
    'a payment on its way is forgotten',
    `UPDATE cash_transfers SET state = 'CONFIRMED' WHERE state = 'IN_TRANSIT'`,
  ],
  [
    'M1',
    'a requested withdrawal is not kept',
    `UPDATE balances SET frozen = 0 WHERE asset_no = 0 AND account_no IN (SELECT account_no FROM cash_transfers WHERE state = 'REQUESTED')`,
  ],
  [
    'M2',
    'an unclear line disappears from the work list',
    `UPDATE bank_lines SET state = 'ASSIGNED' WHERE state = 'SUSPENSE' AND amount_fen > 0`,
  ],
  [
    'M2',
    'an unclear payment disappears from the work list',
    `UPDATE bank_lines SET state = 'CHARGED' WHERE state = 'SUSPENSE' AND amount_fen < 0`,
  ],
  ['M3', 'a closing balance is improved', `UPDATE bank_accounts SET closing_fen = closing_fen + 1`],
  [
    'M3',
    'a line of a statement is changed',
    `UPDATE bank_lines SET amount_fen = amount_fen + 1 WHERE state = 'DEPOSITED'`,
  ],
  [
    'M4',
    'the bank has a fen that nobody has',
    `UPDATE balances SET posted = posted - 1 WHERE account_no = 21`,
  ],
  ['M5', 'a line is taken out of a released statement', `DELETE FROM bank_lines WHERE state = 'DEPOSITED'`],
  [
    'M5',
    'a line is booked twice',
    `UPDATE ledger_postings SET amounts = (SELECT array_agg(amount * 2) FROM unnest(amounts) AS amount) WHERE cause = 'bank-line'`,
  ],
  [
    'I12 payment_files',
    'the bytes of a payment file are changed',
    `UPDATE payment_files SET content = replace(content, '6222', '6223')`,
  ],
  ['I12 bank_payees', 'money is sent elsewhere', `UPDATE bank_payees SET number = 'X'`],
];
