import type { Duplex } from 'node:stream';
import pg, { type Connection, type Submittable } from 'pg';
import type { SqlStatement } from '../domain/command.js';

/** What PostgreSQL's extended protocol is spoken with; the driver's own types say less. */
interface Wire {
  readonly stream: Duplex;
  parse(statement: { name: string; text: string }): void;
  bind(call: {
    statement: string;
    values: readonly unknown[];
    valueMapper: (value: unknown) => unknown;
  }): void;
  execute(call: object): void;
  sync(): void;
}

/** How the driver writes a value; its types do not tell of it. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;

/**
 * Statements as one transaction: sent in one piece, answered in one piece. Whatever comes before a Sync is one
 * transaction to PostgreSQL, and at the Sync it commits; a BEGIN, a COMMIT and a Sync after each statement would cost
 * a message and a wake-up of both processes each.
 */
export class OneTransaction implements Submittable {
  /** Resolves once it is committed. */
  readonly committed: Promise<void>;
  /** Statements that were answered. After an error PostgreSQL passes over all that follow. */
  answered = 0;
  private resolve!: () => void;
  private reject!: (error: Error) => void;

  /** `prepared`: what this connection has been told already, text by name. */
  constructor(
    private readonly statements: readonly SqlStatement[],
    private readonly prepared: Map<string, string>,
  ) {
    this.committed = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    try {
      for (const { name, text, values } of this.statements) {
        if (this.prepared.get(name) !== text) {
          wire.parse({ name, text });
          this.prepared.set(name, text);
        }
        wire.bind({ statement: name, values, valueMapper: prepareValue });
        wire.execute({});
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  handleCommandComplete(): void {
    this.answered += 1;
  }

  /** Answers what was asked before the Sync; without an error before it, it is on disk. */
  handleReadyForQuery(): void {
    this.resolve();
  }

  handleError(error: Error): void {
    this.reject(error);
  }

  // Rows are for nobody: whether a statement did what it should is its own matter.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}
