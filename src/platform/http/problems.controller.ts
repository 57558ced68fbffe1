import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { wholeCatalogue } from './catalogue.js';
import { Chapter, Door } from './door.js';
import { listAnswer } from './told.js';

const entry = z
  .object({ code: z.string(), status: z.int(), zh: z.string(), en: z.string() })
  .meta({ id: 'CatalogueEntry' });

/** The `type` of every problem leads here. */
@Chapter('problems')
@Controller('api/v1/problems')
export class ProblemsController {
  @Get()
  @Door({
    name: 'listProblems',
    summary: 'Every refusal this service can give',
    power: 'public',
    answer: listAnswer(entry),
  })
  list(): { items: ReturnType<typeof wholeCatalogue> } {
    return { items: wholeCatalogue() };
  }
}
