import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { POLICIES } from '../../src/approvals/domain/policies.js';
import { POWERS } from '../../src/identity/domain/powers.js';

type Words = { readonly words: { readonly zh: Readonly<Record<string, string>> } };
const PARTS = join(process.cwd(), 'console', 'src', 'parts');
const keysOf = async (file: string): Promise<string[]> =>
  Object.keys(((await import(join(PARTS, file))) as Words).words.zh);

it('a person reads in words whose signature is missing: every power has some, and no other', async () => {
  expect((await keysOf('facts/power-words.ts')).sort()).toEqual(POWERS.map((one) => `power.${one}`).sort());
});

it('and what follows a signature: every matter under four eyes says what it does', async () => {
  const said = await keysOf('proposals/consequence-words.ts');
  expect(Object.keys(POLICIES).filter((action) => !said.includes(`does.${action}`))).toEqual([]);
});
