import { SHUTDOWN_TIMEOUT_MS } from '../kernel/limits.js';
import { log } from './logger.js';

type Close = () => void | Promise<void>;

/** What has been opened, closed last-in-first-out by SIGINT, SIGTERM or a start that failed half-way. */
export class Shutdown {
  private readonly opened: { readonly name: string; readonly close: Close }[] = [];
  private closing: Promise<boolean> | undefined;

  constructor(private readonly timeoutMs = SHUTDOWN_TIMEOUT_MS) {}

  add(name: string, close: Close): void {
    this.opened.push({ name, close });
  }

  /** Closes everything once, however often it is asked. False when something failed or took too long. */
  close(): Promise<boolean> {
    return (this.closing ??= this.closeAll());
  }

  /** The first signal closes in peace, the second leaves at once: the next start recovers. */
  onSignals(exit: (code: number) => void = (code) => process.exit(code)): void {
    const stop = (signal: NodeJS.Signals): void => {
      if (this.closing !== undefined) return exit(1);
      log.info({ signal }, 'stopping');
      void this.close().then((clean) => exit(clean ? 0 : 1));
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  }

  private async closeAll(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        log.error(
          { timeoutMs: this.timeoutMs, left: this.opened.map(({ name }) => name) },
          'closing took too long',
        );
        resolve(false);
      }, this.timeoutMs);
    });
    const clean = await Promise.race([this.closeInTurn(), tooLate]);
    clearTimeout(timer);
    return clean;
  }

  private async closeInTurn(): Promise<boolean> {
    let clean = true;
    for (let next = this.opened.at(-1); next !== undefined; next = this.opened.at(-1)) {
      try {
        await next.close();
      } catch (error) {
        // What is below it must still be closed.
        log.error({ err: error, part: next.name }, 'a part did not close');
        clean = false;
      }
      this.opened.pop();
    }
    return clean;
  }
}
