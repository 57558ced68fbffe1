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
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL is not usable'],
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

  it('keeps passwords and secrets out of the sentence', () => {
    const env = {
      DATABASE_URL: 'mysql://me:hush@db',
      REDIS_URL: 'http://:hush@redis',
      ID_SECRET: 'hush',
      INTERNAL_SECRET: 'hush',
    };
    expect(() => loadSettings(env)).toThrow(/DATABASE_URL .*REDIS_URL .*ID_SECRET .*INTERNAL_SECRET /);
    expect(() => loadSettings(env)).not.toThrow('hush');
  });
});
