import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { POLICIES } from '../../approvals/index.js';
import { ACTIONS, COMMAND_KINDS } from '../../machine.js';
import { ACTION_WORDS, COMMAND_WORDS } from './command-words.js';
import { EVENT_WORDS } from './event-words.js';
import { OBJECT_KINDS, OBJECTS } from './objects.js';
import { ACCESS_NOTED, ACCESS_WORDS, OFFICE_WORDS } from './office-words.js';
import { SYSTEM_ACTORS, VERB_NAMES, wordsOf } from './verbs.js';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.startsWith('trail'))
  .map((name): [string, string] => [name, readFileSync(join('src', name), 'utf8')]);

/** Event types as the contexts write them: quoted names in capitals, where events are emitted or handed to what emits them. */
function eventTypes(texts: readonly string[]): Set<string> {
  const found = texts.flatMap((text) => [
    ...text.matchAll(/\btype(?: =|:)[^;{}\n]*?'([A-Z][a-z]+(?:[A-Z][a-zA-Z]+)*)'/g),
    ...text.matchAll(/\btype = [^;]*: '([A-Z][a-z]+[A-Z][a-zA-Z]+)'/g),
    ...text.matchAll(/\b(?:told|moved|becomes)\([^)]*?'([A-Z][a-z]+[A-Z][a-zA-Z]+)'/g),
  ]);
  return new Set(found.map(([, type]) => type!));
}

const decided = sources.filter(([name]) => /\/(domain|commands)\//.test(name)).map(([, text]) => text);
const missing = (kinds: Iterable<string>, words: Readonly<Record<string, unknown>>): string[] =>
  [...kinds].filter((kind) => !(kind in words)).sort();

describe('the words of the trail', () => {
  it('has a verb with an object for every command that a venue knows', () => {
    expect(COMMAND_KINDS.length).toBeGreaterThan(60);
    expect(missing(COMMAND_KINDS, COMMAND_WORDS)).toEqual([]);
  });

  it('has words for every action under four eyes', () => {
    expect(missing([...ACTIONS, ...Object.keys(POLICIES)], ACTION_WORDS)).toEqual([]);
  });

  it('has a verb with an object for every event that a context emits', () => {
    const types = eventTypes(decided);
    expect(types.size).toBeGreaterThan(95);
    expect(missing(types, EVENT_WORDS)).toEqual([]);
  });

  it('has a verb with an object for every kind of entry of the office', () => {
    const appended = sources.flatMap(([, text]) => [
      ...text.matchAll(/appendOfficeEntry\([^;]*?\bkind: '([a-z-]+)'/gs),
    ]);
    const kinds = new Set(appended.map(([, kind]) => kind!));
    expect(kinds.size).toBeGreaterThan(7);
    kinds.delete(ACCESS_NOTED);
    expect(missing(kinds, OFFICE_WORDS)).toEqual([]);
    const noted = /export type AccessKind = ([^;]+);/s.exec(
      sources.find(([name]) => name.endsWith('access-notes.ts'))![1],
    )![1]!;
    expect(
      missing(
        [...noted.matchAll(/'([a-z-]+)'/g)].map(([, kind]) => kind!),
        ACCESS_WORDS,
      ),
    ).toEqual([]);
  });

  it('has a name for every part of the service that acts by itself', () => {
    const actors = new Set(sources.flatMap(([, text]) => text.match(/\bsystem:[a-z-]+/g) ?? []));
    expect(missing(actors, SYSTEM_ACTORS)).toEqual([]);
  });

  it('would be found wanting for a kind that nobody named', () => {
    expect(missing([...COMMAND_KINDS, 'print-money'], COMMAND_WORDS)).toEqual(['print-money']);
    const emitted =
      "context.emit({ type: 'MoneyPrinted', amountFen }); return told(transfer, 'PermitLost', context);";
    expect(missing(eventTypes([emitted]), EVENT_WORDS)).toEqual(['MoneyPrinted', 'PermitLost']);
  });

  it('says each in Chinese and in English, about a kind of object that has words too', () => {
    for (const verb of VERB_NAMES) {
      const { zh, en, object } = wordsOf(verb);
      expect([verb, /\p{Script=Han}/u.test(zh), /^[\x20-\x7e]+$/.test(en)]).toEqual([verb, true, true]);
      expect(OBJECT_KINDS).toContain(object);
    }
    for (const { zh, en } of [
      ...Object.values(OBJECTS),
      ...Object.values(ACTION_WORDS),
      ...Object.values(SYSTEM_ACTORS),
    ])
      expect([en, /\p{Script=Han}/u.test(zh), /^[\x20-\x7e]+$/.test(en)]).toEqual([en, true, true]);
  });
});
