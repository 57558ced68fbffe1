/** What a superuser might do to the register, and the promise that notices it. */
export const REGISTRY_FAULTS: readonly (readonly [string, string, string])[] = [
  [
    'I12 allocation_deductions',
    'a deduction is invented',
    `INSERT INTO allocation_deductions VALUES (1, 100, 1, 5, 5)`,
  ],
  [
    'I12 allocation_batch_lines',
    'what an account must hand back is forgotten or invented',
    `UPDATE allocation_batch_lines SET owed = owed + 1 WHERE recalled + owed < quantity`,
  ],
];
