import { describe, expect, it } from '@jest/globals';
import { keyFor } from './attempts';
import { asRefusal, Refusal, refusalOf } from './refusal';

describe('the key of a wish', () => {
  let made = 0;
  const fresh = (): string => `key-${++made}`;

  it('stays while nobody knows what became of the same wish', () => {
    const first = keyFor(undefined, { quantity: '5' }, fresh);
    expect(keyFor(first, { quantity: '5' }, fresh)).toBe(first);
  });

  it('is new for another wish, and after an answer', () => {
    const first = keyFor(undefined, { quantity: '5' }, fresh);
    expect(keyFor(first, { quantity: '6' }, fresh).key).not.toBe(first.key);
    expect(keyFor(undefined, { quantity: '5' }, fresh).key).not.toBe(first.key);
  });
});

describe('a refusal', () => {
  const answered = (status: number, body: string, headers = {}): Promise<Refusal> =>
    refusalOf(new Response(body, { status, headers }));

  it('is what the service wrote', async () => {
    const refusal = await answered(
      422,
      '{"code":"market.price_out_of_band","title":"Out of band","status":422}',
    );
    expect(refusal.problem.code).toBe('market.price_out_of_band');
    expect(refusal.isUnknown).toBe(false);
  });

  it('leaves the outcome unknown when the service broke or fell silent', async () => {
    const busy = await answered(503, '{"code":"http.unavailable","title":"Busy","status":503}', {
      'Retry-After': '2',
    });
    expect([busy.isUnknown, busy.retryAfterSeconds]).toEqual([true, 2]);
    expect((await answered(502, '<html>')).problem).toMatchObject({ code: 'http.502', status: 502 });
    expect(asRefusal(new TypeError('Failed to fetch')).isUnknown).toBe(true);
  });

  it('a fault of the page itself is told as one', () => {
    expect(asRefusal(new RangeError('not a decimal: x')).problem).toMatchObject({
      code: 'console.fault',
      status: -1,
    });
  });
});
