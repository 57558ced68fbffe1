import { type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BODY_BYTES_MAX, PATH_PARAMETER_CHARACTERS_MAX } from './http-limits.js';
import { dressDoors } from './dress-doors.js';

export interface HttpAppOptions {
  readonly logger?: LoggerService | false;
  /** Addresses of reverse proxies whose `X-Forwarded-For` is believed; none unless named. */
  readonly trustProxy?: string;
}

/** The service behind its doors: created and configured, not yet listening. `init()` or `listen()` it. */
export async function createHttpApp(
  root: Type | DynamicModule,
  options: HttpAppOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: PATH_PARAMETER_CHARACTERS_MAX },
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    // Ours is stricter, and two parsers for one media type do not start.
    bodyParser: false,
    abortOnError: false,
    ...(options.logger !== undefined && { logger: options.logger }),
  });
  dressDoors(app);
  return app;
}
