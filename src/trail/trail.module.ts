import { Module } from '@nestjs/common';
import { registerRejections } from '../platform/http/index.js';
import { TrailController } from './http/trail.controller.js';
import { TrailReader } from './http/trail-reader.js';
import { TrailIndexer } from './jobs/trail-indexer.js';
import { trailRejections } from './rejections.js';

registerRejections(trailRejections);

@Module({ controllers: [TrailController], providers: [TrailIndexer, TrailReader], exports: [TrailIndexer] })
export class TrailModule {}
