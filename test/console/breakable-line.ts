import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to the service that can be cut, as nets are: what is open ends, and nobody gets through until it is mended. */
export class BreakableLine {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async to(service: string): Promise<BreakableLine> {
    const port = Number(new URL(service).port);
    const server = createServer((near) => {
      if (line.isCut) return near.destroy();
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) {
        line.sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          line.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const line = new BreakableLine(server, `http://127.0.0.1:${(server.address() as { port: number }).port}`);
    return line;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
