/** What a superuser might do to the index of the audit trail, and the promise that notices it. */
export const TRAIL_FAULTS: readonly (readonly [string, string, string])[] = [
  [
    'T1',
    'a line of the trail is given to another person',
    `UPDATE trail_entries SET person = 'usr_x' WHERE stream = 1 AND seq = 3`,
  ],
  [
    'T1',
    'a line of the trail is lost',
    `DELETE FROM trail_entries WHERE stream = 1 AND seq = 5 AND line = 0`,
  ],
  ['T1', 'a line of the trail is invented', `UPDATE trail_entries SET seq = 0 WHERE stream = 1 AND seq = 2`],
  ['T1', 'an object loses part of its trail', `DELETE FROM trail_objects WHERE stream = 1 AND seq = 9`],
  ['T1', 'what was told before is rewritten', `UPDATE trail_facts SET facts = '{}' WHERE venue_no = 1`],
];
