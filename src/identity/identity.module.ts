import { Global, Module } from '@nestjs/common';
import { ACCESS_WITNESS, CALLER_RESOLVER, registerRejections } from '../platform/http/index.js';
import { ChangePassword } from './commands/change-password.js';
import { IdentityAdmin } from './commands/identity-admin.js';
import { IssueApiKey } from './commands/issue-api-key.js';
import { OpenSession } from './commands/open-session.js';
import { ApiKeysController } from './http/api-keys.controller.js';
import { NamesController } from './http/names.controller.js';
import { PeopleController } from './http/people.controller.js';
import { SessionsController } from './http/sessions.controller.js';
import { Callers } from './queries/callers.js';
import { ReadingWitness } from './queries/reading-witness.js';
import { Sessions } from './queries/sessions.js';
import { SignedKeys } from './queries/signed-keys.js';
import { identityRejections } from './rejections.js';
import { Passwords } from './store/passwords.js';

registerRejections(identityRejections);

/** Who is asking, and what may they do: the doors ask through CALLER_RESOLVER. */
@Global()
@Module({
  controllers: [SessionsController, PeopleController, NamesController, ApiKeysController],
  providers: [
    Passwords,
    Sessions,
    SignedKeys,
    Callers,
    ReadingWitness,
    IdentityAdmin,
    OpenSession,
    ChangePassword,
    IssueApiKey,
    { provide: CALLER_RESOLVER, useExisting: Callers },
    { provide: ACCESS_WITNESS, useExisting: ReadingWitness },
  ],
  exports: [IdentityAdmin, OpenSession, IssueApiKey, CALLER_RESOLVER, ACCESS_WITNESS, ReadingWitness],
})
export class IdentityModule {}
