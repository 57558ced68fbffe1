import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  // Written first and named then: nobody, not even kill -9, can leave a claim without a name in it. Of two that start in
  // the same instant one finds the name already taken.
  const written = `${file}.${process.pid}`;
  writeFileSync(written, `${process.pid} ${bornAt(process.pid) ?? ''}\n`, { mode: 0o644 });
  try {
    linkSync(written, file);
  } finally {
    rmSync(written, { force: true });
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** The living process that holds the folder, this one included. */
export function holderOf(dataDir: string): number | undefined {
  const file = join(dataDir, 'service.pid');
  if (!existsSync(file)) return undefined;
  const [name, born] = readFileSync(file, 'utf8').trim().split(' ');
  const pid = Number(name);
  // An empty file, from before claims were written first, names nobody: 0 would be a whole group of processes.
  const now = pid > 0 ? bornAt(pid) : undefined;
  // Pids come round again, above all in containers; the time of birth does not.
  return now !== undefined && now === (born ?? '') ? pid : undefined;
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
