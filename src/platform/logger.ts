import type { LoggerService } from '@nestjs/common';
import { pino, stdTimeFunctions } from 'pino';

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-signature"]',
  '["x-airshed-internal"]',
  'password',
  'secret',
  'idSecret',
  'internalSecret',
  'ownerPassword',
  'appPassword',
  'token',
];

/** The same fields one, two and three levels down: pino's wildcard stands for exactly one level. */
const REDACTED = SECRET_FIELDS.flatMap((field) => {
  const step = field.startsWith('[') ? field : `.${field}`;
  return [field, `*${step}`, `*.*${step}`];
});

export const LOG_OPTIONS = {
  // Silent until a process says how loud: tests and command-line tools print their own answers.
  level: 'silent',
  base: { pid: process.pid },
  timestamp: stdTimeFunctions.isoTime,
  redact: { paths: REDACTED, censor: '[redacted]' },
} as const;

/** One JSON object a line, on stderr: stdout belongs to what a person or a pipe asked for. */
export const log = pino(LOG_OPTIONS, pino.destination({ dest: 2, sync: true }));

export function setLogLevel(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): void {
  log.level = level;
}

/** Nest's own voice. What it says while it wires itself up is for debugging. */
export class NestLogger implements LoggerService {
  log(message: unknown, ...rest: unknown[]): void {
    log.debug(facts(rest), String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    if (message instanceof Error) log.error({ ...facts(rest), err: message }, message.message);
    else log.error(facts(rest), String(message));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    log.warn(facts(rest), String(message));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    log.debug(facts(rest), String(message));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    log.trace(facts(rest), String(message));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    log.fatal(facts(rest), String(message));
  }
}

/** Nest ends its arguments with the name of who speaks; an error brings its stack before that. */
function facts(rest: unknown[]): object {
  const who = rest.at(-1);
  const more = rest.slice(0, -1).filter((fact) => fact !== undefined);
  return { ...(typeof who === 'string' && { who }), ...(more.length > 0 && { more }) };
}
