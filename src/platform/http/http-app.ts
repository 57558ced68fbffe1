import { type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  BODY_BYTES_MAX,
  CONNECTIONS_MAX,
  PATH_PARAMETER_CHARACTERS_MAX,
  REQUEST_MS_MAX,
} from '../../kernel/limits.js';
import { dressDoors } from './dress-doors.js';
import type { AnswerListener } from './answer-listener.js';
import { answerProblem } from './problem.js';

export interface HttpAppOptions {
  readonly logger?: LoggerService | false;
  /** Addresses of reverse proxies whose `X-Forwarded-For` is believed; none unless named. */
  readonly trustProxy?: string;
  /** Told of every answer that a door gives; for tests that hold answers against what the doors declare. */
  readonly onAnswer?: AnswerListener;
  /** Serves the web console, too, where one is built: the service itself does, tools and specs do not. */
  readonly pages?: boolean;
}

/** The service behind its doors: created and configured, not yet listening. `init()` or `listen()` it. */
export async function createHttpApp(
  root: Type | DynamicModule,
  options: HttpAppOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    trustProxy: options.trustProxy ?? false,
    // An address the router cannot read never reaches the filter.
    frameworkErrors: (_: unknown, request: FastifyRequest, reply: FastifyReply) =>
      answerProblem(reply, { code: 'http.bad_request' }, request.headers['accept-language']),
    routerOptions: { maxParamLength: PATH_PARAMETER_CHARACTERS_MAX },
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    // Ours is stricter, and two parsers for one media type do not start.
    bodyParser: false,
    abortOnError: false,
    ...(options.logger !== undefined && { logger: options.logger }),
  });
  app.getHttpServer().maxConnections = CONNECTIONS_MAX;
  dressDoors(app, options.onAnswer);
  if (options.pages === true) {
    // Loaded here only: its server of files has parts that Jest cannot load.
    const { serveConsole } = await import('./console-pages.js');
    serveConsole(adapter.getInstance() as unknown as FastifyInstance);
  }
  return app;
}
