import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { wholeCatalogue } from './catalogue.js';
import { Door } from './door.js';

const entry = z.object({ code: z.string(), status: z.number().int(), zh: z.string(), en: z.string() });

/** The `type` of every problem leads here. */
@ApiTags('problems')
@Controller('api/v1/problems')
export class ProblemsController {
  @Get()
  @Door({
    summary: 'Every refusal this service can give',
    power: 'public',
    answer: z.object({ items: z.array(entry) }),
  })
  list(): { items: ReturnType<typeof wholeCatalogue> } {
    return { items: wholeCatalogue() };
  }
}
