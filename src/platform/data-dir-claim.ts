import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Another service works in the folder; the message is a sentence for the person who starts this one. */
export class DataDirInUseError extends Error {}

/**
 * Takes DATA_DIR for this process. Two services on one folder would fence each other's venue, and the one that
 * leaves would stop the PostgreSQL of the other. A claim whose process is gone (kill -9) counts for nothing.
 */
export function claimDataDir(dataDir: string): { release(): void } {
  const file = join(dataDir, 'service.pid');
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const holder = holderOf(dataDir);
  if (holder !== undefined && holder !== process.pid) {
    throw new DataDirInUseError(
      `Airshed cannot start. Process ${holder} already runs it with the data in ${dataDir}; stop that one, or set DATA_DIR to another folder.`,
    );
  }
  rmSync(file, { force: true });
  // 'wx': of two that start in the same instant one finds the file already there.
  const claim = openSync(file, 'wx', 0o644);
  writeSync(claim, `${process.pid} ${bornAt(process.pid) ?? ''}\n`);
  closeSync(claim);
  return { release: () => rmSync(file, { force: true }) };
}

/** The living process that holds the folder, this one included. */
export function holderOf(dataDir: string): number | undefined {
  const file = join(dataDir, 'service.pid');
  if (!existsSync(file)) return undefined;
  const [pid, born] = readFileSync(file, 'utf8').trim().split(' ');
  const now = bornAt(Number(pid));
  // Pids come round again, above all in containers; the time of birth does not.
  return now !== undefined && now === (born ?? '') ? Number(pid) : undefined;
}

/** Clock ticks since boot at which a living process began; '' where the system does not tell; undefined when it is gone. */
function bornAt(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  try {
    // Fields after "(name)": state is the first, the start time the twentieth.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return '';
  }
}
