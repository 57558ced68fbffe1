import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import { GeneratedTrading } from './demo/generated-trading.js';
import { GeneratedSeed } from './demo/seed-generated.js';
import { castOf, type DemoCredentials, seedDemo } from './demo/seed-demo.js';
import { engineOfRoles, type VenueEngine } from './engine-of-roles.js';
import { IdentityAdmin } from './identity/index.js';
import { createHttpApp, type HttpAppOptions } from './platform/http/index.js';
import { log, NestLogger } from './platform/logger.js';
import type { Platform } from './platform/platform.js';
import { DayKeeper } from './market/jobs/day-keeper.js';
import { Queues } from './platform/queue.js';
import { openInternalDoor } from './sequencer/http/internal-door.js';
import { LocalEngine } from './sequencer/index.js';

const CLOSE_GRACE_MS = 2_000;

export interface Service {
  readonly app: NestFastifyApplication;
  readonly engine: VenueEngine;
  readonly queues: Queues;
  readonly demo: DemoCredentials | undefined;
  /** `http://host:port` */
  readonly address: string;
  close(): Promise<void>;
}

/** Starts what this process's roles want, in the order that lets each part find the one below it. */
export async function bootstrap(
  platform: Platform,
  options: Pick<HttpAppOptions, 'onAnswer' | 'pages'> = {},
): Promise<Service> {
  const { settings, secrets, database } = platform;
  const engine = engineOfRoles(platform, (level, message, facts) => log[level](facts ?? {}, message));
  await engine.start();
  const queues = new Queues(
    settings.REDIS_URL === undefined
      ? { connectionString: database.appUrl }
      : { redisUrl: settings.REDIS_URL },
  );
  const app = await createHttpApp(AppModule.of({ platform, engine, queues }), {
    logger: new NestLogger(),
    ...options,
  });
  if (engine instanceof LocalEngine) {
    openInternalDoor(
      app.getHttpAdapter().getInstance() as unknown as FastifyInstance,
      engine,
      secrets.internalSecret,
    );
  }
  await app.init();
  const demo =
    settings.DEMO && engine instanceof LocalEngine
      ? await seedDemo(engine, app.get(IdentityAdmin), settings.DATA_DIR)
      : undefined;
  // The first order must not meet a trading day that nobody has opened yet.
  if (engine instanceof LocalEngine) await app.get(DayKeeper, { strict: false }).tick();
  await app.listen(settings.PORT, settings.HOST);
  const trading = demo && settings.DEMO_TRADING ? generatedTrading(engine, app, demo) : undefined;
  trading?.start();
  const { port } = app.getHttpServer().address() as { port: number };
  return {
    app,
    engine,
    queues,
    demo,
    address: `http://${settings.HOST}:${port}`,
    close: async () => {
      await trading?.stop();
      // Requests in flight are answered; a client that only keeps its connection must not keep us.
      const grace = setTimeout(() => app.getHttpServer().closeAllConnections(), CLOSE_GRACE_MS);
      await app.close();
      clearTimeout(grace);
      await queues.close();
      await engine.stop();
    },
  };
}

function generatedTrading(
  engine: VenueEngine,
  app: NestFastifyApplication,
  { venue, people }: DemoCredentials,
): GeneratedTrading {
  const identity = app.get(IdentityAdmin);
  return new GeneratedTrading(
    engine,
    venue,
    new GeneratedSeed(engine, venue, identity, castOf(people, identity)),
  );
}
