/** One wish of a person, asked until there is a definite answer. */
export interface Attempt {
  readonly key: string;
  readonly text: string;
}

/**
 * The key for asking `body`: the same as before while it is not known what became of the same wish, else a new one.
 * So a second press after a broken line finds out what happened, and a new wish is never taken for the old one.
 */
export function keyFor(
  unknown: Attempt | undefined,
  body: unknown,
  fresh: () => string = () => crypto.randomUUID(),
): Attempt {
  const text = JSON.stringify(body) ?? '';
  return unknown !== undefined && unknown.text === text ? unknown : { key: fresh(), text };
}
