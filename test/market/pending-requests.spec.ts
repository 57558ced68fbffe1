import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import type { Command } from '../../src/sequencer/index.js';
import { EVERY_POWER, foundingOf, MIDNIGHT } from '../simulation/founding.js';
import { HOUR } from '../support/market-world.js';

describe('units that a request under way asks for', () => {
  it('S22: are frozen, so that selling them is refused, until the request ends', async () => {
    // Carrying over is one of several such requests; here the units are asked to be cancelled.
    const { start, traders, things } = await foundingOf(0);
    const [{ org, accountNo }] = traders;
    const [{ instrumentNo, price }] = things;
    const machine = new VenueMachine();
    const { seq, state } = start();
    machine.restore(state);
    let next = seq;
    const decide = (cmd: Command, by: string): { code: string; answer: Record<string, Json> } => {
      next += 1;
      const decided = machine.decide({ seq: next, at: MIDNIGHT + 11 * HOUR, by, org, cmd });
      return { code: decided.rej?.code ?? 'ok', answer: (decided.ans ?? {}) as Record<string, Json> };
    };
    const sell = (): string =>
      decide(
        {
          ...{ kind: 'place-order', org, accountNo, instrumentNo },
          ...{ side: 'sell', type: 'limit', price, quantity: 1 },
        },
        'usr_trader',
      ).code;
    const { available } = machine.ledger.balance(accountNo, instrumentNo);
    const payload = { accountNo, instrumentNo, quantity: available };
    const proposal = { kind: 'propose', action: 'cancel-units', payload, powers: EVERY_POWER };
    const { answer } = decide(proposal, 'usr_manager');
    expect(sell()).toBe('market.units_frozen');
    const { proposalNo } = answer;
    expect(decide({ kind: 'withdraw-proposal', proposalNo }, 'usr_manager').code).toBe('ok');
    expect(sell()).toBe('ok');
  });
});
