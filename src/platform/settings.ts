import { resolve } from 'node:path';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const secretHex = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits (32 bytes)');
const ROLES = ['api', 'engine', 'worker'] as const;
export type ProcessRole = (typeof ROLES)[number];

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  ROLE: z
    .string()
    .default(ROLES.join(','))
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(ROLES)).min(1)),
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .transform((path) => resolve(path)),
  /**
   * PostgreSQL ≥ 15; absent: the embedded server under DATA_DIR. Its user makes tables and, with CREATEROLE, the role
   * airshed_app; without that right, an administrator runs `CREATE ROLE airshed_app NOLOGIN` and grants it to the user.
   */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Login of the least-privileged role; absent: DATABASE_URL with `SET ROLE airshed_app`. */
  APP_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Where other processes reach this engine; needed only when ROLE is split. */
  ENGINE_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /**
   * What the origins of Merkle logs begin with: host and path of `/api/v1/logs` as the public reaches it, without
   * `https://`. Fixed for each log at its first record.
   */
  LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+/]+(\/[^\s+/]+)*$/, 'must be a host and path without blanks and +')
    .default('airshed.local/api/v1/logs'),
  /** What checkpoints are signed with; tools of others know ed25519 only. */
  LOG_SIGNATURES: z
    .string()
    .default('ed25519')
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(['ed25519', 'sm2'])).min(1)),
  /** Creates the demo venue and its people on the first boot. */
  DEMO: flag.default(true),
  /** At the demo, a market maker and three plants trade gently by themselves. `npm start` turns it on. */
  DEMO_TRADING: flag.default(false),
  /**
   * Who may sign in as a demo person without a password. Absent: whoever asks on this machine itself, past no proxy;
   * `true`: everybody who reaches the service. Never where another venue stands beside the demo.
   */
  DEMO_SIGN_IN: flag.optional(),
  /** Encrypts public ids and stored API-key secrets. Absent: made once and kept in DATA_DIR. */
  ID_SECRET: secretHex.optional(),
  /** Signs calls between processes. Absent: made once and kept in DATA_DIR. */
  INTERNAL_SECRET: secretHex.optional(),
});

export type Settings = z.output<typeof schema>;

/** Addresses carry passwords, and a start's complaint ends in logs. */
function shown(name: string, value: string | undefined): string {
  return /_(URL|SECRET)$/.test(name) ? name : `${name}=${JSON.stringify(value)}`;
}

/** A setting is wrong; the message is a sentence for the person who starts the service. */
export class SettingsError extends Error {}

/** Throws SettingsError naming every wrong setting and why. Variables it does not know are left alone. */
export function loadSettings(env: NodeJS.ProcessEnv): Settings {
  const known = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] || undefined]));
  const parsed = schema.safeParse(known);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${shown(name, env[name])} is not usable: ${issue.message}`;
    });
    throw new SettingsError(`Airshed cannot start. ${reasons.join('. ')}.`);
  }
  const settings = parsed.data;
  const isWhole = ROLES.every((role) => settings.ROLE.includes(role));
  if (!isWhole && settings.DATABASE_URL === undefined) {
    throw new SettingsError(
      `Airshed cannot start. ROLE=${settings.ROLE.join(',')} is only a part of the service, so DATABASE_URL must name the PostgreSQL that all parts share.`,
    );
  }
  if (!isWhole && (settings.ID_SECRET === undefined || settings.INTERNAL_SECRET === undefined)) {
    throw new SettingsError(
      'Airshed cannot start. With ROLE split over processes, ID_SECRET and INTERNAL_SECRET must be set, the same for all of them.',
    );
  }
  return settings;
}
