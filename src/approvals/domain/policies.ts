/** Who must sign one stage: the power, and whether the signer must belong to the organisation that owns the goods. */
export interface Stage {
  readonly power: string;
  readonly within: 'owner' | 'office';
}

export interface Policy {
  readonly maker: Stage;
  readonly stages: readonly Stage[];
}

export const office = (power: string): Stage => ({ power, within: 'office' });
export const owner = (power: string): Stage => ({ power, within: 'owner' });

/** Four eyes as data (rulebook §6, ★ = a different person). No stage may be signed by the maker or by an earlier signer. */
export const POLICIES: Readonly<Record<string, Policy>> = {
  'create-instrument': { maker: office('instrument.propose'), stages: [office('instrument.approve')] },
  'retire-instrument': { maker: office('instrument.propose'), stages: [office('instrument.approve')] },
  'set-cap': { maker: office('instrument.propose'), stages: [office('instrument.approve')] },
  'transfer-units': {
    maker: owner('transfer.propose'),
    stages: [owner('transfer.approve'), office('registry.approve')],
  },
  'cancel-units': {
    maker: owner('cancel-units.propose'),
    stages: [owner('cancel-units.approve'), office('registry.approve')],
  },
  // One row of the table of rights: surrender, cancel and carry over (rulebook §6).
  'surrender-units': {
    maker: owner('cancel-units.propose'),
    stages: [owner('cancel-units.approve'), office('registry.approve')],
  },
  'trust-account': { maker: owner('transfer.propose'), stages: [owner('transfer.approve')] },
  'freeze-serials': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'release-serials': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'recall-units': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'impose-deduction': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'hand-back-units': {
    maker: owner('cancel-units.propose'),
    stages: [owner('cancel-units.approve'), office('registry.approve')],
  },
  'freeze-units': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'unfreeze-units': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  // The exchange, too, may bar an account from trading.
  'restrict-account': { maker: office('freeze.propose'), stages: [office('freeze.approve')] },
  'freeze-account': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'release-account': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'close-account': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'deposit-cash': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'withdraw-cash': { maker: office('cash.enter'), stages: [office('cash.release')] },
  // The venue's bank accounts, payment files, statements, and money that nobody's name is on.
  'open-bank-account': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'release-payment-file': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'void-transfer': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'release-statements': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'assign-line': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'send-line-back': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'clear-debit': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'pay-out-fees': { maker: office('cash.enter'), stages: [office('cash.release')] },
  // Where a member's money goes: the member says it, the office has seen the bank's paper.
  'set-payee': { maker: owner('cash.withdraw'), stages: [office('cash.release')] },
  'accept-break': { maker: office('break.propose'), stages: [office('break.approve')] },
  'correct-break': { maker: office('break.propose'), stages: [office('break.approve')] },
  'halt-trading': { maker: office('halt.propose'), stages: [office('halt.approve')] },
  'resume-trading': { maker: office('halt.propose'), stages: [office('halt.approve')] },
  'release-kill-switch': { maker: office('halt.propose'), stages: [office('halt.approve')] },
  'annul-trade': { maker: office('halt.propose'), stages: [office('halt.approve')] },
  'name-settlement-reserve': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'cover-delivery': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'default-delivery': { maker: office('freeze.propose'), stages: [office('freeze.approve')] },
  'announce-auction': { maker: office('auction.draft'), stages: [office('auction.approve')] },
  'cancel-auction': { maker: office('auction.draft'), stages: [office('auction.approve')] },
  // The terms are the applicant's; the exchange makes them a notice.
  'open-one-way-bidding': { maker: owner('one-way.apply'), stages: [office('one-way.approve')] },
  'publish-rule-pack': { maker: office('rules.propose'), stages: [office('rules.approve')] },
  // Discharge permits: entered and reviewed by one of the bureau, decided by another.
  'register-district': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'register-plant': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'change-plant': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'set-standing': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'record-reading': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'set-district-cap': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'register-right': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'take-back-right': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'buy-back-right': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'reserve-share': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'release-reserve': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'release-encumbrance': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'void-permit-transfer': { maker: office('permit.review'), stages: [office('permit.approve')] },
  'fund-reserve': { maker: office('cash.enter'), stages: [office('cash.release')] },
  'lease-right': { maker: owner('permit.apply'), stages: [owner('permit.submit'), office('permit.approve')] },
  'pledge-right': {
    maker: owner('permit.apply'),
    stages: [owner('permit.submit'), office('permit.approve')],
  },
  // A named authority stands above the rules "in principle", and agrees to what leaves its region.
  'override-permit-rule': { maker: office('permit.review'), stages: [office('permit.override')] },
  'grant-upper-approval': { maker: office('permit.review'), stages: [office('permit.override')] },
  // The trading centre asks for the certificate; whoever keeps the money signs it.
  'certify-permit-transfer': { maker: office('permit.list'), stages: [office('permit.certify')] },
};

const ALL = Object.values(POLICIES);
/** Powers that start a matter, and powers that sign one. */
export const MAKING_POWERS: readonly string[] = [...new Set(ALL.map(({ maker }) => maker.power))];
export const CHECKING_POWERS: readonly string[] = [
  ...new Set(ALL.flatMap(({ stages }) => stages.map((stage) => stage.power))),
];
/** Every power that a signature can ask for. */
export const SIGNING_POWERS: ReadonlySet<string> = new Set([...MAKING_POWERS, ...CHECKING_POWERS]);
