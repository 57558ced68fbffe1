import { z } from 'zod';
import { ORG_KINDS, type Organisation } from '../domain/organisation.js';
import { LOGIN_NAME, type Person } from '../domain/person.js';
import { POWERS } from '../domain/powers.js';
import { ROLES } from '../domain/roles.js';

/** Text that people read: no control characters, nothing that reorders what is shown. */
export const plainText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]*$/u, 'has characters that cannot be shown');

export const loginName = z
  .string()
  .max(64)
  .transform((text) => text.toLowerCase())
  .pipe(z.string().regex(LOGIN_NAME, 'is not a login name'));
export const orgId = z.string().regex(/^org_[0-9a-z_]{1,60}$/);
export const personIdParam = z.object({ personId: z.string().regex(/^usr_[0-9a-z_]{1,60}$/) });

export const organisationAnswer = z
  .object({
    orgId: z.string(),
    title: z.string(),
    kind: z.enum(ORG_KINDS),
    ownerGroup: z.string().describe('Organisations of one group never trade with each other by accident'),
  })
  .meta({ id: 'Organisation' });
export const personAnswer = z
  .object({
    personId: z.string(),
    login: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)),
    organisation: organisationAnswer,
  })
  .meta({ id: 'Person' });
export const meAnswer = personAnswer
  .extend({
    powers: z
      .partialRecord(z.enum(POWERS), z.enum(['own', 'venue', 'all']))
      .describe('How far each power reaches: one’s own organisation, the venue, everything'),
    venues: z
      .array(z.object({ venue: z.string(), title: z.string(), currency: z.string() }))
      .describe('Where the powers can be used; details at /api/v1/venues'),
    secondFactor: z.literal('not_offered').describe('This service asks for a password alone'),
    via: z.enum(['session', 'key']),
  })
  .meta({ id: 'Me' });

export function showOrganisation({
  orgId: id,
  title,
  kind,
  ownerGroup,
}: Organisation): z.output<typeof organisationAnswer> {
  return { orgId: id, title, kind, ownerGroup };
}

export function showPerson(person: Person): z.output<typeof personAnswer> {
  const { personId, login, displayName, roles, organisation } = person;
  return { personId, login, displayName, roles: [...roles], organisation: showOrganisation(organisation) };
}
