import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { LOG_OPTIONS } from './logger.js';

function lineOf(facts: object): string {
  const lines: string[] = [];
  pino({ ...LOG_OPTIONS, level: 'info' }, { write: (line: string) => void lines.push(line) }).info(
    facts,
    'said',
  );
  return lines.join('');
}

describe('the log', () => {
  it.each([
    { password: 'hush' },
    { authorization: 'Bearer hush' },
    { req: { headers: { authorization: 'Bearer hush', cookie: 'hush', 'x-signature': 'hush' } } },
    { body: { password: 'hush', secret: 'hush' } },
    { headers: { 'set-cookie': 'hush', 'x-airshed-internal': 'hush' } },
    { secrets: { idSecret: 'hush', internalSecret: 'hush', ownerPassword: 'hush', appPassword: 'hush' } },
    { session: { token: 'hush' } },
  ])('keeps what is secret out: %j', (facts) => {
    const line = lineOf(facts);
    expect(line).not.toContain('hush');
    expect(line).toContain('[redacted]');
  });

  it('says what is not secret', () => {
    expect(lineOf({ venue: 'demo', seq: 42 })).toContain('"venue":"demo","seq":42,"msg":"said"');
  });
});
