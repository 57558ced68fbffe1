/** Reads server-sent events of one stream until it is told to stop. */
export interface SseEvent {
  readonly id: number;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

export class EventReader {
  readonly events: SseEvent[] = [];
  private readonly abort = new AbortController();

  private constructor() {}

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
    const reader = new EventReader();
    const response = await fetch(url, { headers, signal: reader.abort.signal });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    void reader.read(response.body!);
    return reader;
  }

  close(): void {
    this.abort.abort();
  }

  async until(condition: (events: readonly SseEvent[]) => boolean): Promise<void> {
    for (let tries = 0; !condition(this.events); tries++) {
      if (tries > 200) throw new Error(`waited 10 s in vain; got ${JSON.stringify(this.events)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true });
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          this.take(text.slice(0, end));
          text = text.slice(end + 2);
        }
      }
    } catch {
      // Closed by us.
    }
  }

  private take(block: string): void {
    const fields = Object.fromEntries(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    if (fields.data === undefined) return;
    this.events.push({
      id: Number(fields.id),
      event: fields.event,
      data: JSON.parse(fields.data) as Record<string, unknown>,
    });
  }
}
