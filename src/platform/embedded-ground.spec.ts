import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstClosedFolder, freePort } from './embedded-ground.js';

describe('the ground of the embedded PostgreSQL', () => {
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'airshed-ground-'));
    mkdirSync(join(top, 'in'));
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  it('is closed to a stranger below a folder that only its owner may enter', () => {
    chmodSync(top, 0o700);
    const { uid } = statSync(top);
    expect(firstClosedFolder(join(top, 'in', 'not-yet'), uid + 1)).toBe(top);
    expect(firstClosedFolder(join(top, 'in', 'not-yet'), undefined)).toBe(top);
    expect(firstClosedFolder(join(top, 'in', 'not-yet'), uid)).toBeUndefined();
  });

  it('is open where everybody may pass through, without being allowed to look around', () => {
    chmodSync(top, 0o711);
    chmodSync(join(top, 'in'), 0o711);
    expect(firstClosedFolder(join(top, 'in'), statSync(top).uid + 1)).toBeUndefined();
  });

  it('keeps its port, unless somebody else took it', async () => {
    const port = await freePort();
    expect(await freePort(port)).toBe(port);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    expect(await freePort(port)).not.toBe(port);
    await new Promise((resolve) => other.close(resolve));
  });
});
