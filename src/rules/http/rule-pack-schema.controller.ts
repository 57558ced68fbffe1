import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Chapter, Door } from '../../platform/http/index.js';
import { packJsonSchema } from '../domain/index.js';

const SCHEMA = packJsonSchema();

@Chapter('rule packs')
@Controller('api/v1/rule-pack-schema')
export class RulePackSchemaController {
  @Get()
  @Door({
    name: 'getRulePackSchema',
    summary: 'The JSON Schema of a rule pack, for editors and other programs',
    power: 'public',
    answer: z.record(z.string(), z.unknown()),
  })
  get(): unknown {
    return SCHEMA;
  }
}
