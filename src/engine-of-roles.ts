import { VenueMachine } from './machine.js';
import type { Platform } from './platform/platform.js';
import { forwardOverHttp } from './sequencer/http/internal-door.js';
import { FollowerEngine, LocalEngine } from './sequencer/index.js';

export type VenueEngine = LocalEngine<VenueMachine> | FollowerEngine<VenueMachine>;

export type Log = (level: 'info' | 'error', message: string, facts?: object) => void;

/** With the engine role this process owns the venues; without it, it follows their journals and forwards commands. */
export function engineOfRoles({ settings, secrets, database, clock }: Platform, log: Log): VenueEngine {
  const { pool } = database;
  const newMachine = (): VenueMachine => new VenueMachine();
  if (!settings.ROLE.includes('engine')) {
    return new FollowerEngine({ pool, newMachine, log, forward: forwardOverHttp(secrets.internalSecret) });
  }
  const owner = settings.ENGINE_URL ?? `http://${settings.HOST}:${settings.PORT}`;
  return new LocalEngine({ pool, owner, newMachine, log, nowMicros: () => clock.nowMicros() });
}
