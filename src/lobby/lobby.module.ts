import { Module } from '@nestjs/common';
import { registerRejections } from '../platform/http/index.js';
import { DemoDoor } from './demo-door.js';
import { VenuesController } from './http/venues.controller.js';
import { lobbyRejections } from './rejections.js';

registerRejections(lobbyRejections);

/** What a person meets first: which venues there are, and whom a demo lets one be. */
@Module({ controllers: [VenuesController], providers: [DemoDoor] })
export class LobbyModule {}
