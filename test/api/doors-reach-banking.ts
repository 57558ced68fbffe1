import { MONEY, named, office, officeReading, open, type Reach, shows } from './reach.js';

const BANK = 'bank accounts, payments and statements are the clearing operator’s';
export const A_PAYEE = { name: 'Plant', bank: '102100099996', number: '6222 0210 0101 2345' };

/** The doors of banking. */
export const BANKING_DOORS: Readonly<Record<string, Reach>> = {
  'GET bank-accounts': open('where members pay in is public'),
  'POST bank-accounts': office(MONEY),
  'GET cash-routes': shows('an enterprise sees the references and payees of its own accounts'),
  'POST bank-payees': {
    reach: 'tenant',
    why: 'where money goes is its owner’s to say',
    asks: ({ account }) => [{ body: { accountId: account.id, ...A_PAYEE } }],
  },
  'POST fee-payouts': office(MONEY),
  'GET cash-tie': officeReading(BANK),
  'GET cash-withdrawals': shows('an enterprise sees its own withdrawals'),
  'POST cash-withdrawals': {
    reach: 'tenant',
    why: 'money leaves by its owner’s wish',
    asks: ({ account }) => [{ body: { accountId: account.id, amount: '0.01', transferId: 'of-ones-own' } }],
  },
  'POST cash-withdrawals/:withdrawal/cancel': {
    reach: 'tenant',
    why: 'its owner takes it back',
    asks: named('withdrawal', 'withdrawal'),
  },
  'POST cash-withdrawals/:withdrawal/void': office(MONEY),
  'GET payment-files': officeReading(BANK),
  'GET payment-files/:file/content': office(BANK),
  'POST payment-files': office(MONEY),
  'POST payment-files/:file/release': office(MONEY),
  'POST payment-files/:file/discard': office(MONEY),
  'POST payment-files/:file/sent': office(MONEY),
  'GET bank-statements': officeReading(BANK),
  'GET bank-statements/:file': office(BANK),
  'POST bank-statements': office(MONEY),
  'POST bank-statements/:file/release': office(MONEY),
  'POST bank-statements/:file/recheck': office(MONEY),
  'POST bank-statements/:file/discard': office(MONEY),
  'GET bank-lines': officeReading(BANK),
  'POST bank-lines/:line/assign': office(MONEY),
  'POST bank-lines/:line/send-back': office(MONEY),
  'POST bank-lines/:line/clear': office(MONEY),
};
