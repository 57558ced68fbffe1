import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { permitsRejections } from './rejections.js';

registerRejections(permitsRejections);

@Module({ imports: [ApprovalsModule] })
export class PermitsModule {}
