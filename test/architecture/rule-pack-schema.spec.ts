import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { packJsonSchema } from '../../src/rules/index.js';

const FILE = new URL('../../docs/rule-pack.schema.json', import.meta.url);
const STALE = 'a key has changed: WRITE_SCHEMA=1 npm run jest -- rule-pack-schema';

it('the JSON Schema for editors is the schema that the service checks', () => {
  const current = `${JSON.stringify(packJsonSchema(), null, 2)}\n`;
  if (process.env.WRITE_SCHEMA === '1') writeFileSync(FILE, current);
  expect(readFileSync(FILE, 'utf8') === current ? 'the same' : STALE).toBe('the same');
});
