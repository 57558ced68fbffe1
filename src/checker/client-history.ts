import { canonical, type Json } from '../kernel/json.js';
import type { CommandRequest, DecidedRecord, Receipt } from '../sequencer/index.js';
import { Findings } from './findings.js';
import type { Verdict } from './invariant.js';

const PROMISES = {
  'I14 durable': 'an answer is given only when its command is on disk',
  'I14 answers': 'every answer is in the journal, word for word, for the command that was sent',
  'I14 journal':
    'every command in the journal was sent by somebody, and what was sent is in it once or not at all',
  'I15 answers': 'the same key gives the same answer, and another body is refused',
  'I20 order': 'what was sent after an answer stands after it in the journal',
};

interface Sent {
  readonly request: CommandRequest;
  /** The highest place that had been answered when this was first sent. */
  readonly after: number;
  answer: Receipt | undefined;
}

/** What clients sent and what they were told, kept outside the venue and compared with its journal afterwards. */
export class ClientHistory {
  private readonly findings = new Findings(PROMISES);
  private readonly all = new Map<string, Sent>();
  private highestAnswered = 0;

  /** Call it before the request leaves, each time it does. */
  sent(request: CommandRequest): void {
    const name = nameOf(request);
    if (!this.all.has(name)) this.all.set(name, { request, after: this.highestAnswered, answer: undefined });
  }

  /** `durable`: the last place on disk at the moment of the answer. */
  answered(request: CommandRequest, answer: Receipt, durable: number): void {
    const sent = this.all.get(nameOf(request))!;
    const { key } = request;
    this.findings.check(
      'I14 durable',
      answer.seq <= durable,
      () => `${key} is answered with ${answer.seq}, on disk is ${durable}`,
    );
    this.findings.check(
      'I20 order',
      answer.seq > sent.after,
      () => `${key} is at ${answer.seq}, sent after ${sent.after} was answered`,
    );
    if (sent.answer !== undefined) {
      const same = essence(sent.answer) === essence(answer);
      this.findings.check(
        'I15 answers',
        same,
        () => `${key}: ${essence(sent.answer!)} and then ${essence(answer)}`,
      );
    }
    sent.answer ??= answer;
    this.highestAnswered = Math.max(this.highestAnswered, answer.seq);
  }

  /** A key that had been answered was sent with another body: `wasRefused` is the only right outcome. */
  triedAnotherBody({ key }: CommandRequest, wasRefused: boolean): void {
    this.findings.check('I15 answers', wasRefused, () => `${key} was taken for another body`);
  }

  verdicts(records: readonly DecidedRecord[]): Verdict[] {
    const seen = new Set<string>();
    for (const record of records) this.compareRecord(record, seen);
    for (const { request, answer } of this.all.values()) {
      if (answer === undefined) continue;
      const told = JSON.stringify([nameOf(request), canonical(request.command as Json), essence(answer)]);
      const kept = records[answer.seq - 1];
      const written = kept && JSON.stringify([nameOf(kept), canonical(kept.cmd as Json), essenceOf(kept)]);
      this.findings.check('I14 answers', told === written, () => `told ${told}, the journal has ${written}`);
    }
    return this.findings.verdicts();
  }

  private compareRecord(record: DecidedRecord, seen: Set<string>): void {
    if (record.key === undefined) return;
    const name = nameOf(record);
    const sent = this.all.get(name);
    const same =
      sent !== undefined && canonical(sent.request.command as Json) === canonical(record.cmd as Json);
    this.findings.check(
      'I14 journal',
      same && !seen.has(name),
      () => `record ${record.seq} with key ${record.key}`,
    );
    seen.add(name);
  }
}

function nameOf({ by, key }: { readonly by: string; readonly key?: string }): string {
  return `${by} ${key}`;
}

/** An answer without the mark that it was given before. */
function essence(answer: Receipt): string {
  const { seq, at } = answer;
  return canonical({
    seq,
    at,
    ...(answer.ok ? { ans: answer.answer } : { rej: answer.rejection as unknown as Json }),
  });
}

function essenceOf({ seq, at, ok, ans, rej }: DecidedRecord): string {
  return canonical({ seq, at, ...(ok ? { ans: ans ?? null } : { rej: rej as unknown as Json }) });
}
