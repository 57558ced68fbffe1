import { Module } from '@nestjs/common';
import { registerRejections } from '../platform/http/index.js';
import { LogsController } from './http/logs.controller.js';
import { ProofsController } from './http/proofs.controller.js';
import { LogDoorbell } from './jobs/log-doorbell.js';
import { LogKeeper } from './jobs/log-keeper.js';
import { LogWorker } from './jobs/log.worker.js';
import { LogProofs } from './queries/log-proofs.js';
import { proofRejections } from './rejections.js';

registerRejections(proofRejections);

@Module({
  controllers: [LogsController, ProofsController],
  providers: [LogKeeper, LogDoorbell, LogWorker, LogProofs],
  exports: [LogKeeper],
})
export class ProofModule {}
