import type { Json } from '../kernel/json.js';
import { answerOf, type Engine } from '../sequencer/index.js';
import type { VenueMachine } from '../machine.js';

/** A person at work in one venue: the same commands that the doors send, with the same four eyes. */
export interface Actor {
  readonly by: string;
  readonly org: string;
  readonly powers: readonly string[];
}

export class Desk {
  private acts = 0;

  constructor(
    private readonly engine: Engine<VenueMachine>,
    private readonly slug: string,
    /** Names this script of acts: running it again does nothing twice. */
    private readonly script = 'demo',
  ) {}

  /** Throws RejectionError when the venue refuses. */
  async act(actor: Actor, kind: string, facts: Record<string, Json>): Promise<Record<string, Json>> {
    const command = { kind, ...facts };
    const receipt = await this.engine.submit(this.slug, {
      by: actor.by,
      org: actor.org,
      key: `${this.script}-${++this.acts}`,
      command,
    });
    return answerOf(receipt).answer as Record<string, Json>;
  }

  /** Proposes an action and lets every checker in turn approve what the maker proposed. */
  async fourEyes(
    maker: Actor,
    checkers: readonly Actor[],
    action: string,
    payload: Record<string, Json>,
  ): Promise<Record<string, Json>> {
    const proposal = await this.act(maker, 'propose', { action, payload, powers: [...maker.powers] });
    let answer = proposal;
    for (const checker of checkers) {
      const { proposalNo, payloadHash } = proposal;
      answer = await this.act(checker, 'approve', { proposalNo, payloadHash, powers: [...checker.powers] });
    }
    return answer.result as Record<string, Json>;
  }
}
