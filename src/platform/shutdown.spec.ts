import { describe, expect, it } from '@jest/globals';
import { Shutdown } from './shutdown.js';

describe('shutdown', () => {
  it('closes what was opened last first, once', async () => {
    const closed: string[] = [];
    const shutdown = new Shutdown();
    shutdown.add('database', () => void closed.push('database'));
    shutdown.add('service', async () => void closed.push('service'));
    expect(await Promise.all([shutdown.close(), shutdown.close()])).toEqual([true, true]);
    expect(closed).toEqual(['service', 'database']);
  });

  it('closes the database although the service above it failed to', async () => {
    const closed: string[] = [];
    const shutdown = new Shutdown();
    shutdown.add('database', () => void closed.push('database'));
    shutdown.add('service', () => Promise.reject(new Error('stuck')));
    expect(await shutdown.close()).toBe(false);
    expect(closed).toEqual(['database']);
  });

  it('does not wait for ever', async () => {
    const shutdown = new Shutdown(20);
    shutdown.add('service', () => new Promise(() => undefined));
    expect(await shutdown.close()).toBe(false);
  });
});
