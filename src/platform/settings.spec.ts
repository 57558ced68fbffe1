import { describe, expect, it } from '@jest/globals';
import { loadSettings, SettingsError } from './settings.js';

describe('settings', () => {
  it('start everything in one process with nothing set', () => {
    expect(loadSettings({})).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      ROLE: ['api', 'engine', 'worker'],
      DEMO: true,
    });
  });

  it.each([
    [{ PORT: 'eighty' }, 'PORT="eighty"'],
    [{ PORT: '70000' }, 'PORT="70000"'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL="mysql://db"'],
    [{ ROLE: 'api,chef' }, 'ROLE="api,chef"'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL="loud"'],
    [{ DEMO: 'maybe' }, 'DEMO="maybe"'],
    [{ ID_SECRET: 'short' }, '64 lower-case hex digits'],
    [{ ROLE: 'api' }, 'DATABASE_URL must name'],
    [{ ROLE: 'api', DATABASE_URL: 'postgres://db/x' }, 'ID_SECRET and INTERNAL_SECRET must be set'],
  ])('%j stops the start with a sentence that says which and why', (env, sentence) => {
    expect(() => loadSettings(env)).toThrow(SettingsError);
    expect(() => loadSettings(env)).toThrow(sentence);
  });
});
