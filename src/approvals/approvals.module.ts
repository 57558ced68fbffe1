import { Module } from '@nestjs/common';
import { registerRejections } from '../platform/http/index.js';
import { ProposalsController } from './http/proposals.controller.js';
import { VenueDesk } from './http/venue-desk.js';
import { approvalsRejections } from './rejections.js';

registerRejections(approvalsRejections);

/** The task inbox, and the desk where the quiet doors of all contexts hand in their commands. */
@Module({ controllers: [ProposalsController], providers: [VenueDesk], exports: [VenueDesk] })
export class ApprovalsModule {}
