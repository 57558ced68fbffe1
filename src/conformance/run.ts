import { CommandReader } from './command-reader.js';
import { ConformancePort } from './conformance-port.js';
import { PortCommand } from './port-command.js';
import type { PortMarket } from './port-market.js';
import { ReportWriter } from './report-writer.js';

/** Resolves when more may be written. */
export type Write = (bytes: Buffer) => Promise<void> | void;

/**
 * Reads until the input ends. Reports are written at the latest when the input pauses, so that a partner who waits for
 * an answer gets it, and no further command is read while the reader of the reports is behind.
 */
export async function runPort(
  market: PortMarket,
  input: AsyncIterable<Uint8Array>,
  write: Write,
): Promise<ConformancePort> {
  const reader = new CommandReader();
  const reports = new ReportWriter();
  const port = new ConformancePort(market, reports);
  const command = new PortCommand();
  const flush = async (): Promise<void> => {
    for (const bytes of reports.take()) await write(bytes);
  };
  for await (const chunk of input) {
    reader.give(chunk);
    while (reader.next(command)) {
      port.handle(command);
      if (reports.isFull) await flush();
    }
    await flush();
  }
  if (reader.last(command)) port.handle(command);
  await flush();
  return port;
}
