import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Doors } from './doors.js';
import { FilesAtOnce } from './list-files.js';
import { OfficeDesk } from './office-desk.js';
import { ProblemFilter } from './problem.filter.js';
import { ProblemsController } from './problems.controller.js';
import { PublicIds } from './public-id.js';
import { SECRETS } from './http-tokens.js';
import { SwiftDoors } from './swift-doors.js';

/**
 * The doors of the whole service: one guard, one filter, public ids, office transactions.
 * Needs from global modules: DATABASE_POOL, SECRETS, CALLER_RESOLVER.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [ProblemsController],
  providers: [
    Doors,
    OfficeDesk,
    FilesAtOnce,
    AccessGuard,
    ProblemFilter,
    SwiftDoors,
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: APP_FILTER, useExisting: ProblemFilter },
    {
      provide: PublicIds,
      useFactory: ({ idSecret }: { idSecret: string }) => new PublicIds(idSecret),
      inject: [SECRETS],
    },
  ],
  exports: [Doors, FilesAtOnce, OfficeDesk, PublicIds],
})
export class HttpModule {}
