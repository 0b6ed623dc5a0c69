import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A program that runs beside the tests, with what it wrote. */
export class Companion {
  readonly name: string;
  readonly #child: ChildProcess;
  #output = '';

  constructor(name: string, command: string, args: string[], options: SpawnOptions) {
    this.name = name;
    this.#child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.on('error', (error) => (this.#output += error.message));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    }
  }

  /** Waits until `ready` answers true. Fails with the program's output when it ends or takes too long. */
  async until(ready: () => Promise<boolean>, seconds = 60): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!(await ready())) {
      const ended = this.#child.exitCode !== null || this.#child.pid === undefined;
      if (ended || Date.now() > deadline) {
        throw new Error(`${this.name} ${ended ? 'ended' : 'is not ready'}; it wrote:\n${this.#output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exit;
  }
}

/** A port of the loopback interface that nobody uses right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
