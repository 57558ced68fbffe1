import { SHAPE_KEYS_MAX, SHAPE_PATHS_MAX } from './limits.js';

/** How an object with these members, in this order, is written: its names sorted by UTF-16 code units. */
export interface Shape {
  readonly keys: readonly string[];
  /** `"name":` of each key. */
  readonly heads: readonly string[];
  /** The same in UTF-8. */
  readonly headBytes: readonly Uint8Array[];
  /** Where each key stood before they were sorted. */
  readonly places: readonly number[];
}

/** Some names on the way to all of an object's, as the object has them. */
export class ShapePath {
  private known: Shape | undefined;
  // The name that followed last time is nearly always the one that follows now.
  private lastKey: string | undefined;
  private last: ShapePath | undefined;
  private readonly others = new Map<string, ShapePath>();

  private constructor(private readonly keys: readonly string[]) {}

  static readonly start = new ShapePath([]);
  /** Where too many names lead, and names that are too many to be remembered. */
  static readonly lost = new ShapePath([]);
  static remembered = 0;

  /** The path of one name more. */
  then(key: string): ShapePath {
    return key === this.lastKey ? this.last! : this.find(key);
  }

  shape(): Shape {
    return (this.known ??= newShape(this.keys));
  }

  private find(key: string): ShapePath {
    let path = this.others.get(key);
    if (path === undefined) {
      if (
        this === ShapePath.lost ||
        this.keys.length >= SHAPE_KEYS_MAX ||
        ShapePath.remembered >= SHAPE_PATHS_MAX
      )
        return ShapePath.lost;
      ShapePath.remembered += 1;
      this.others.set(key, (path = new ShapePath([...this.keys, key])));
    }
    [this.lastKey, this.last] = [key, path];
    return path;
  }
}

const encoder = new TextEncoder();

/** Most objects have the names of one before them: sorting and quoting those is done once. */
export function shapeOf(keys: readonly string[]): Shape {
  let path = ShapePath.start;
  for (const key of keys) path = path.then(key);
  return path === ShapePath.lost ? newShape(keys) : path.shape();
}

function newShape(unsorted: readonly string[]): Shape {
  const keys = [...unsorted].sort();
  const heads = keys.map((key) => `${JSON.stringify(key)}:`);
  const headBytes = heads.map((head) => encoder.encode(head));
  return { keys, heads, headBytes, places: keys.map((key) => unsorted.indexOf(key)) };
}
