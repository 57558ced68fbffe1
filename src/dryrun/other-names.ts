import type { Json } from '../kernel/json.js';
import type { Command } from '../sequencer/index.js';

/** No proposal, batch or account has it: what refers to something that was never made finds nothing. */
const NOTHING = 0;

type Facts = Readonly<Record<string, Json | undefined>>;

/**
 * What the journal calls by one number may have another one under the draft: a proposal that was refused there shifts
 * the numbers of all later ones. Learns from pairs of answers and puts later commands into the draft's own numbers.
 */
export class OtherNames {
  /** `proposalNo 7` → the number under the draft. */
  private readonly names = new Map<string, number>();

  learn(was: Json | undefined, will: Json | undefined): void {
    for (const [field, no] of numbersOf(was)) {
      const other = isFacts(will) ? will[field] : NOTHING;
      if (typeof other === 'number' && other !== no) this.names.set(`${field} ${no}`, other);
    }
  }

  translate(command: Command): Command {
    if (this.names.size === 0) return command;
    const { payload } = command;
    const facts = this.inOtherNames(command) as Command;
    return isFacts(payload) ? { ...facts, payload: this.inOtherNames(payload) } : facts;
  }

  private inOtherNames(facts: Facts): Facts {
    const changed = numbersOf(facts).flatMap(([field, no]) => {
      const other = this.names.get(`${field} ${no}`);
      return other === undefined ? [] : [[field, other]];
    });
    return changed.length === 0 ? facts : { ...facts, ...Object.fromEntries(changed) };
  }
}

function numbersOf(value: Json | undefined): [string, number][] {
  if (!isFacts(value)) return [];
  return Object.entries(value).filter(
    (entry): entry is [string, number] => entry[0].endsWith('No') && typeof entry[1] === 'number',
  );
}

function isFacts(value: Json | undefined): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
