import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';

/** The first existing folder on the way to `path`, itself included, that the user may not pass through. */
export function firstClosedFolder(path: string, uid: number | undefined): string | undefined {
  const way: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    way.unshift(at);
    if (at === dirname(at)) break;
  }
  return way
    .filter((folder) => existsSync(folder))
    .find((folder) => {
      const { mode, uid: owner } = statSync(folder);
      return owner === uid ? (mode & 0o100) === 0 : (mode & 0o001) === 0;
    });
}

/** A free port on loopback: the preferred one when nobody has it. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined) {
    const again = await listenOnce(preferred).catch(() => undefined);
    if (again !== undefined) return again;
  }
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address() as { port: number };
      probe.close(() => resolvePort(address.port));
    });
  });
}
