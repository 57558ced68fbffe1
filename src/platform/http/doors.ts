import { Inject, Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { CALLER_RESOLVER, type CallerResolver } from './caller.js';
import { DOOR, type DoorSpec, powersOf, PUBLIC, SIGNED_IN } from './door.js';

export interface OpenDoor {
  readonly method: string;
  /** As the router knows it: `/api/v1/orders/:orderId`. */
  readonly path: string;
  readonly handler: string;
  readonly door: DoorSpec;
  /** The method itself, with the arguments that its parameters name. */
  readonly call: (...given: unknown[]) => unknown;
}

/**
 * Every route of the running service. A route without @Door, one that names an unknown power, or a name that another
 * has, stops the start.
 */
@Injectable()
export class Doors implements OnModuleInit {
  private found: readonly OpenDoor[] | undefined;
  private readonly addresses: { readonly pattern: RegExp; readonly method: string }[] = [];

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(CALLER_RESOLVER) private readonly callers: CallerResolver,
  ) {}

  all(): readonly OpenDoor[] {
    return (this.found ??= [...this.find()]);
  }

  /** The methods that an address knows; none when there is nothing at it. */
  methodsAt(path: string): readonly string[] {
    const known = this.addresses.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(known)].sort();
  }

  onModuleInit(): void {
    for (const { method, path } of this.all()) this.addresses.push({ method, pattern: patternOf(path) });
  }

  private *find(): Iterable<OpenDoor> {
    const operations = new Map<string, string>();
    for (const { instance, metatype } of this.discovery.getControllers()) {
      if (!metatype || !instance) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, OpenDoor['call']>;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler = prototype[name]!;
        const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (verb === undefined) continue;
        const named = `${metatype.name}.${name}`;
        const door = this.doorOf(named, handler);
        const other = operations.get(door.name);
        if (other !== undefined) throw new Error(`${other} and ${named} have one name: ${door.name}`);
        operations.set(door.name, named);
        const call = handler.bind(instance) as OpenDoor['call'];
        for (const path of pathsOf(metatype, handler))
          yield { method: RequestMethod[verb], path, handler: named, door, call };
      }
    }
  }

  private doorOf(handler: string, method: object): DoorSpec {
    const door = Reflect.getMetadata(DOOR, method) as DoorSpec | undefined;
    if (door === undefined) throw new Error(`${handler} is a route without @Door: say who may open it`);
    for (const power of powersOf(door))
      if (power !== PUBLIC && power !== SIGNED_IN && !this.callers.knownPowers.has(power))
        throw new Error(`${handler} asks for the power ${power}, which no role can have`);
    return door;
  }
}

/** Addresses of a route: each `:name` is one part, `::` a colon of the address itself. */
function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => {
    if (/^:(?!:)/.test(part)) return '[^/]+';
    return part.replaceAll('::', ':').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}

function pathsOf(controller: object, handler: object): string[] {
  const many = (target: object): string[] =>
    [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
  return many(controller).flatMap((prefix) =>
    many(handler).map((path) => `/${prefix}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')),
  );
}
