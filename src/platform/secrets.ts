import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.js';

/** Generated on the first boot, kept with mode 0600 under DATA_DIR, never logged. */
export interface Secrets {
  readonly ownerPassword: string;
  readonly appPassword: string;
  /** 64 hex digits. */
  readonly idSecret: string;
  /** 64 hex digits. */
  readonly internalSecret: string;
}

export function loadSecrets(settings: Pick<Settings, 'DATA_DIR' | 'ID_SECRET' | 'INTERNAL_SECRET'>): Secrets {
  const stored = readOrCreate(settings.DATA_DIR);
  return {
    ...stored,
    idSecret: settings.ID_SECRET ?? stored.idSecret,
    internalSecret: settings.INTERNAL_SECRET ?? stored.internalSecret,
  };
}

function readOrCreate(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  // World-searchable, not readable: the embedded server runs as another user when we are root.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
  const secrets: Secrets = {
    ownerPassword: hex(24),
    appPassword: hex(24),
    idSecret: hex(32),
    internalSecret: hex(32),
  };
  // Rename is atomic: a kill in the middle leaves no half-written file.
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}
