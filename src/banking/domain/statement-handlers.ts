import type { Json } from '../../kernel/json.js';
import { STATEMENT_LINES_MAX, WAITING_STATEMENT_FILES_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { BankAccount } from './bank-account.js';
import { bookLine } from './line-booking.js';
import { isSignature } from './payment-handlers.js';
import { continuity, footing, type Statement } from './statement.js';
import type { StatementFile } from './statement-file.js';
import type { BankingWorld } from './world.js';

interface StageStatements {
  readonly fileId: string;
  readonly fileHash: string;
  readonly format: string;
  readonly statements: readonly Statement[];
}
interface OfFile extends Command {
  readonly fileNo: number;
  readonly note?: string;
}

/** A file that was read becomes known, whole, by name and hash: to be released, or held with the difference named. */
function stageStatements(
  world: BankingWorld,
  { fileId, fileHash, format, statements }: StageStatements,
  { by, at, emit }: CommandContext,
): Outcome<Json> {
  const { banking } = world;
  if (banking.knowsFileHash(fileHash)) return reject('banking.content_known');
  if (banking.knowsFileId(fileId)) return reject('banking.file_known');
  const lines = statements.reduce((sum, one) => sum + one.lines.length, 0);
  if (statements.length === 0) return reject('banking.statement_malformed');
  if (lines > STATEMENT_LINES_MAX)
    return reject('banking.statement_too_long', { data: { lines, most: STATEMENT_LINES_MAX } });
  if (banking.waitingFileCount >= WAITING_STATEMENT_FILES_MAX)
    return reject('banking.too_many_statement_files');
  const difference = differenceOf(world, statements) ?? null;
  const state = difference === null ? 'STAGED' : 'QUARANTINED';
  const facts = { fileId, fileHash, format, importedBy: by, importedAt: at, changedAt: at };
  const { fileNo } = banking.addStatementFile({ ...facts, statements, state, difference });
  emit({ type: 'StatementFileImported', fileNo, fileHash, state, difference: difference?.code ?? '' });
  return accept({ fileNo, state, difference: (difference as Json) ?? null, lines });
}

/** What was in quarantine for a statement that was missing may be right once that one is released. */
function recheckStatements(
  world: BankingWorld,
  { fileNo }: OfFile,
  { at, emit }: CommandContext,
): Outcome<Json> {
  const found = waiting(world, fileNo);
  if (!found.ok) return found;
  const difference = differenceOf(world, found.value.statements) ?? null;
  const state = difference === null ? 'STAGED' : 'QUARANTINED';
  world.banking.changeStatementFile(found.value, { state, difference, changedAt: at });
  emit({ type: 'StatementFileChecked', fileNo, state });
  return accept({ fileNo, state, difference: (difference as Json) ?? null });
}

function discardStatements(
  world: BankingWorld,
  { fileNo, note }: OfFile,
  { at, emit }: CommandContext,
): Outcome<Json> {
  const found = waiting(world, fileNo);
  if (!found.ok) return found;
  world.banking.changeStatementFile(found.value, { state: 'DISCARDED', note: note ?? '', changedAt: at });
  emit({ type: 'StatementFileDiscarded', fileNo });
  return accept({ fileNo, state: 'DISCARDED' });
}

interface Release {
  readonly fileNo: number;
  readonly fileHash: string;
}

/** All of a file's lines in one command: it is in the ledger as a whole or not at all. */
const releaseStatements: ApprovalExecutor<BankingWorld, Release> = {
  owner: () => '',
  check(world, { fileNo, fileHash }, { by }, { proposalNo }) {
    const found = waiting(world, fileNo);
    if (!found.ok) return found.rejection;
    const file = found.value;
    if (file.fileHash !== fileHash) return { code: 'banking.content_differs' };
    if (file.state !== 'STAGED') return { code: 'banking.file_in_quarantine' };
    if (isSignature(world, proposalNo) && by === file.importedBy) return { code: 'banking.four_eyes' };
    return differenceOf(world, file.statements);
  },
  execute(world, { fileNo }, { by, at, emit }) {
    const { banking } = world;
    const file = banking.statementFile(fileNo)!;
    let lines = 0;
    let suspense = 0;
    for (const statement of file.statements) {
      const account = banking.accountOfNumber(statement.account)!;
      for (const line of statement.lines) {
        const booked = bookLine(world, { account, fileNo, statementId: statement.statementId }, line, at);
        lines += 1;
        if (booked.state === 'SUSPENSE') suspense += 1;
      }
      const { statementId, closingFen, closingDay } = statement;
      banking.closeStatement(account, fileNo, statementId, closingFen, closingDay);
    }
    banking.changeStatementFile(file, { state: 'RELEASED', releasedBy: by, changedAt: at });
    emit({ type: 'StatementFileReleased', fileNo, fileHash: file.fileHash, lines, suspense });
    return { fileNo, state: 'RELEASED', lines, suspense };
  },
};

/** The first thing that does not tie, of the file's statements one after the other. */
export function differenceOf(
  { banking, ledger }: BankingWorld,
  statements: readonly Statement[],
): Rejection | undefined {
  const closings = new Map<number, Pick<BankAccount, 'closingFen' | 'closingDay'>>();
  const named = new Set<string>();
  let room = BigInt(Number.MAX_SAFE_INTEGER);
  for (const { account, asset, posted } of ledger.all())
    if (asset === CASH && account > 0) room -= most(posted);
  for (const statement of statements) {
    const account = banking.accountOfNumber(statement.account);
    const fault =
      footing(statement) ?? continuity(account, statement, closings.get(account?.bankNo ?? 0) ?? account);
    if (fault !== undefined) return fault;
    const name = `${account!.bankNo} ${statement.statementId}`;
    if (named.has(name) || banking.knowsStatement(account!.bankNo, statement.statementId))
      return { code: 'banking.statement_known', data: { statementId: statement.statementId.slice(0, 64) } };
    named.add(name);
    closings.set(account!.bankNo, statement);
    for (const { amountFen } of statement.lines) room -= most(amountFen) + most(-amountFen);
    if (room < 0n) return { code: 'banking.amount_too_large' };
  }
  return undefined;
}

const most = (amount: number): bigint => (amount > 0 ? BigInt(amount) : 0n);

function waiting({ banking }: BankingWorld, fileNo: number): Outcome<StatementFile> {
  const file = banking.statementFile(fileNo);
  if (file !== undefined) return accept(file);
  return reject(
    banking.isFinishedFile(fileNo) ? 'banking.statement_file_finished' : 'banking.unknown_statement_file',
  );
}

export const statementHandlers: Handlers = {
  'stage-statements': stageStatements,
  'recheck-statements': recheckStatements,
  'discard-statements': discardStatements,
};
export const statementExecutors: ApprovalExecutors<BankingWorld> = {
  'release-statements': releaseStatements,
};
