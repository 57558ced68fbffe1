import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PublicIds, type PublicIdKind } from './public-id.js';

const ids = new PublicIds('a'.repeat(64));
const kinds: PublicIdKind[] = ['acc', 'ord', 'trd', 'ins', 'bat', 'prp'];
const anyKind = fc.constantFrom(...kinds);
const anyVenue = fc.integer({ min: 0, max: 0xffff_ffff });
const anyNo = fc.integer({ min: 0, max: 0xffff_ffff_ffff });

describe('public ids', () => {
  it('come back as the kind, venue and number they were made of', () => {
    fc.assert(
      fc.property(anyKind, anyVenue, anyNo, (kind, venueNo, no) => {
        const text = ids.encode(kind, venueNo, no);
        expect(text).toMatch(new RegExp(`^${kind}_[0-9a-f]{32}$`));
        expect(ids.decode(kind, text)).toEqual({ venueNo, no });
        expect(ids.encode(kind, venueNo, no)).toBe(text);
      }),
    );
  });

  it('of one kind are refused as another kind, even with the prefix changed', () => {
    fc.assert(
      fc.property(anyVenue, anyNo, (venueNo, no) => {
        const order = ids.encode('ord', venueNo, no);
        expect(ids.decode('acc', order)).toBeUndefined();
        expect(ids.decode('acc', `acc${order.slice(3)}`)).toBeUndefined();
      }),
    );
  });

  it('that are forged, cut, padded, in capitals or from another secret are refused', () => {
    const others = new PublicIds('b'.repeat(64));
    fc.assert(
      fc.property(
        anyKind,
        anyVenue,
        anyNo,
        fc.nat(31),
        fc.integer({ min: 1, max: 15 }),
        (kind, venueNo, no, at, shift) => {
          const text = ids.encode(kind, venueNo, no);
          const place = kind.length + 1 + at;
          const digit = ((parseInt(text[place]!, 16) + shift) % 16).toString(16);
          expect(ids.decode(kind, text.slice(0, place) + digit + text.slice(place + 1))).toBeUndefined();
          expect(others.decode(kind, text)).toBeUndefined();
          expect(ids.decode(kind, text.slice(0, -1))).toBeUndefined();
          expect(ids.decode(kind, `${text} `)).toBeUndefined();
          if (text !== text.toUpperCase())
            expect(ids.decode(kind, kind + text.slice(kind.length).toUpperCase())).toBeUndefined();
        },
      ),
    );
    fc.assert(
      fc.property(anyKind, fc.string(), (kind, noise) => expect(ids.decode(kind, noise)).toBeUndefined()),
    );
  });

  it('of neighbours share nothing a guesser could use', () => {
    const seen = new Set(Array.from({ length: 2_000 }, (_, no) => ids.encode('ord', 1, no).slice(0, 12)));
    expect(seen.size).toBe(2_000);
  });
});
