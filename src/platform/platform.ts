import type { Clock } from './clock.js';
import type { Database } from './database.js';
import type { Secrets } from './secrets.js';
import type { Settings } from './settings.js';

/** What a process has before it has any context: the ground every floor stands on. */
export interface Platform {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly database: Database;
  readonly clock: Clock;
}
