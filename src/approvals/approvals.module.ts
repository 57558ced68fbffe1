import { Module } from '@nestjs/common';
import { registerRejections } from '../platform/http/index.js';
import { ProposalsController } from './http/proposals.controller.js';
import { VenueDesk } from './http/venue-desk.js';
import { sequencerRejections } from '../sequencer/index.js';
import { approvalsRejections } from './rejections.js';

registerRejections(approvalsRejections);
// Its commands can be refused by the sequencer itself.
registerRejections(sequencerRejections);

/** The task inbox, and the desk where the quiet doors of all contexts hand in their commands. */
@Module({ controllers: [ProposalsController], providers: [VenueDesk], exports: [VenueDesk] })
export class ApprovalsModule {}
