import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { DemoDoor } from './demo-door.js';
import { InboxController } from './http/inbox.controller.js';
import { VenuesController } from './http/venues.controller.js';
import { Inbox } from './inbox/inbox.js';
import { lobbyRejections } from './rejections.js';

registerRejections(lobbyRejections);

/** What a person meets first: which venues there are, whom a demo lets one be, and what waits for one. */
@Module({
  imports: [ApprovalsModule],
  controllers: [VenuesController, InboxController],
  providers: [DemoDoor, Inbox],
})
export class LobbyModule {}
