import { isAmount } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import { BANK_ACCOUNTS_MAX } from '../../kernel/limits.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { CASH, ledgerAccountOfBank, SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isOpened } from '../../registry/domain/account.js';
import type { BankAccountKind, BankAddress } from './bank-account.js';
import type { BankingWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<BankingWorld, Payload>;

interface NewBankAccount extends BankAddress {
  readonly accountKind: BankAccountKind;
  readonly currency: string;
  readonly openingFen: number;
  readonly openingDay: TradingDay;
}
interface NewPayee extends BankAddress {
  readonly accountNo: number;
}

/** What was entered by hand until now and lies in this account is taken into its book; the rest stays by hand. */
const openBankAccount: Executor<NewBankAccount> = {
  owner: () => '',
  check({ banking, ledger }, { number, accountKind, openingFen }) {
    if (banking.allAccounts().length >= BANK_ACCOUNTS_MAX) return { code: 'banking.too_many_bank_accounts' };
    if (banking.accountOfNumber(number) !== undefined) return { code: 'banking.bank_account_known' };
    if (!isAmount(openingFen)) return { code: 'banking.bad_amount' };
    const byHandFen = -ledger.balance(SYSTEM_ACCOUNTS.BANK, CASH).posted;
    const most = accountKind === 'CLIENT' ? byHandFen : 0;
    return openingFen > most
      ? { code: 'banking.opening_beyond_book', data: { byHandFen: most, openingFen } }
      : undefined;
  },
  execute({ banking, ledger }, payload, { emit }) {
    const { accountKind: kind, name, bank, number, currency, openingFen, openingDay } = payload;
    const closing = { closingFen: openingFen, closingDay: openingDay, lastFileNo: 0 };
    const { bankNo } = banking.addAccount({ kind, name, bank, number, currency, openingFen, ...closing });
    if (openingFen > 0)
      ledger.post({ kind: 'bank-opening', no: bankNo }, [
        { account: SYSTEM_ACCOUNTS.BANK, asset: CASH, amount: openingFen },
        { account: ledgerAccountOfBank(bankNo), asset: CASH, amount: -openingFen },
      ]);
    emit({ type: 'BankAccountOpened', bankNo, kind, openingFen });
    return { bankNo };
  },
};

/** Where withdrawals go is the owner's to say and the office's to believe. */
const setPayee: Executor<NewPayee> = {
  owner: ({ registry }, { accountNo }) => registry.account(accountNo)?.org ?? '',
  check({ registry }, { accountNo }) {
    const account = registry.account(accountNo);
    if (account === undefined) return { code: 'banking.unknown_account' };
    return isOpened(account) ? undefined : { code: 'banking.account_not_active' };
  },
  execute({ banking }, { accountNo, name, bank, number }, { emit }, { proposalNo }) {
    banking.setPayee({ accountNo, name, bank, number, proposalNo });
    emit({ type: 'PayeeSet', accountNo, proposalNo });
    return { accountNo };
  },
};

export const accountExecutors: ApprovalExecutors<BankingWorld> = {
  'open-bank-account': openBankAccount,
  'set-payee': setPayee,
};
