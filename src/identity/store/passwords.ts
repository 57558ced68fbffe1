import { hash, verify } from '@node-rs/argon2';
import { ARGON2, PASSWORD_CHECKS_AT_ONCE_MAX } from '../../kernel/limits.js';

/** argon2id with a brake: a flood of logins must not take every thread and 19 MiB each. */
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Verified against when nobody has the login name, so that both answers take as long. */
  private readonly decoy = hash('nobody has this password', ARGON2);

  hash(password: string): Promise<string> {
    return this.braked(() => hash(password, ARGON2));
  }

  async verify(stored: string | undefined, password: string): Promise<boolean> {
    const against = stored ?? (await this.decoy);
    const holds = await this.braked(() => verify(against, password));
    return holds && stored !== undefined;
  }

  private async braked<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= PASSWORD_CHECKS_AT_ONCE_MAX) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The slot goes to the next in line without being given back in between.
      if (next) next();
      else this.running--;
    }
  }
}
