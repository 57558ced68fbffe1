import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { STATEMENT_DEPTH_MAX } from '../../kernel/limits.js';
import { Unreadable } from './reading.js';

/** An element: its attributes under `@name`, its text under `#text`, its children by name. */
export type Element = { readonly [name: string]: Node | readonly Node[] | undefined };
export type Node = string | Element;

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // Entities are ours to read: five names and numbers, none that a document declares.
  processEntities: false,
  isArray: (_name: string, _path: unknown, _leaf: boolean, isAttribute: boolean) => !isAttribute,
});

const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g;
const STRAY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A document of elements and text alone: no DOCTYPE, so no entity and nothing to fetch; no CDATA; a bounded depth. */
export function parseXml(text: string): Element {
  if (/<!(?!--)/.test(text)) throw new Unreadable('no DOCTYPE, ENTITY or CDATA');
  if (STRAY.test(text)) throw new Unreadable('no entity but the five of XML');
  // Before the parser sees it: what is deep is refused by a look at its tags.
  let depth = 0;
  for (const [, closes, ends] of text.matchAll(/<(\/?)[^!?<>][^<>]*?(\/?)>/g)) {
    if (closes === '/') depth -= 1;
    else if (ends !== '/') depth += 1;
    if (depth > STATEMENT_DEPTH_MAX) throw new Unreadable(`elements at most ${STATEMENT_DEPTH_MAX} deep`);
  }
  try {
    return parsed(text);
  } catch (error) {
    // The parser throws where its validator does not look.
    throw error instanceof Unreadable ? error : new Unreadable(`XML: ${(error as Error).message}`);
  }
}

function parsed(text: string): Element {
  const told = XMLValidator.validate(text);
  if (told !== true) throw new Unreadable(`well-formed XML: ${told.err.msg}, line ${told.err.line}`);
  return PARSER.parse(text) as Element;
}

export function childrenOf(parent: Node | undefined, name: string): readonly Node[] {
  if (parent === undefined || typeof parent === 'string') return [];
  const found = parent[name];
  return found === undefined ? [] : Array.isArray(found) ? (found as readonly Node[]) : [found as Node];
}

/** The only child of that name under each step of the path; undefined where there is none. */
export function childOf(parent: Node | undefined, ...path: readonly string[]): Node | undefined {
  let node = parent;
  for (const name of path) {
    const [first, ...others] = childrenOf(node, name);
    if (others.length > 0) throw new Unreadable(`${name} once`);
    node = first;
  }
  return node;
}

export function textOf(parent: Node | undefined, ...path: readonly string[]): string | undefined {
  const node = childOf(parent, ...path);
  if (node === undefined) return undefined;
  const raw = typeof node === 'string' ? node : childrenOf(node, '#text')[0];
  return typeof raw === 'string' ? decoded(raw) : undefined;
}

export function attributeOf(node: Node | undefined, name: string): string | undefined {
  if (node === undefined || typeof node === 'string') return undefined;
  const value = node[`@${name}`];
  return typeof value === 'string' ? decoded(value) : undefined;
}

/** Every text below an element, in order. */
export function textsBelow(node: Node | readonly Node[] | undefined): string[] {
  if (node === undefined) return [];
  if (typeof node === 'string') return [decoded(node)];
  if (Array.isArray(node)) return (node as readonly Node[]).flatMap((one) => textsBelow(one));
  return Object.entries(node as Element).flatMap(([name, value]) =>
    name.startsWith('@') ? [] : textsBelow(value),
  );
}

function decoded(raw: string): string {
  return raw.replace(ENTITY, (whole, name: string, decimal: string, hex: string) => {
    if (name !== undefined) return NAMED[name];
    const point = decimal !== undefined ? Number(decimal) : Number(`0x${hex}`);
    if (point > 0x10ffff) throw new Unreadable(`a character for ${whole}`);
    return String.fromCodePoint(point);
  });
}
