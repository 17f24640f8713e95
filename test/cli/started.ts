import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatMessage, ConsoleView } from '../../console/view.ts';

const root = join(import.meta.dirname, '..', '..');
const node = join(root, 'node_modules', '.bin', 'node');

/** Whoever ends later than this has not ended on the signal: it is killed, and has no exit code. */
const endsWithinMs = 3000;

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** `watchkeeper start` as a process. */
export class Started {
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;
  private stdout = '';
  private stderr = '';

  constructor(args: readonly string[], cwd: string) {
    this.child = spawn(node, [join(root, 'cli', 'main.ts'), 'start', ...args], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', TZ: 'America/New_York' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (data: Buffer) => (this.stdout += data.toString()));
    this.child.stderr?.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.closed = once(this.child, 'close');
  }

  /** The address of the page, as it was printed on a line of its own. */
  get url(): string {
    return /^http:\/\/127\.0\.0\.1:\d+$/m.exec(this.stdout)?.[0] ?? '';
  }

  /** The address of the account's APIs. */
  get front(): string {
    return /--endpoint-url (http:\/\/\S+)\n/.exec(this.stdout)?.[1] ?? '';
  }

  /** Until it says that it is up. Throws what it said instead. */
  async up(): Promise<this> {
    while (this.front === '') {
      if (this.child.exitCode !== null) throw new Error(`it has ended: ${this.stdout}${this.stderr}`);
      await sleep(20);
    }
    return this;
  }

  async view(): Promise<ConsoleView> {
    const answer = await fetch(`${this.url}/api/view`);
    return (await answer.json()) as ConsoleView;
  }

  /** The first view that is so. */
  async until(isSo: (view: ConsoleView) => boolean): Promise<ConsoleView> {
    for (;;) {
      const view = await this.view();
      if (isSo(view)) return view;
      await sleep(50);
    }
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
  }

  /** Its own end. */
  async ended(): Promise<Ended> {
    await this.closed;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  async stop(signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill('SIGKILL'), endsWithinMs);
    const ended = await this.ended();
    clearTimeout(late);
    return ended;
  }
}

/** Messages about a service that are no replies. */
export function messagesAbout({ chat }: ConsoleView, service: string): readonly ChatMessage[] {
  return chat.messages.filter(
    ({ threadTs, content }) => threadTs === undefined && content.text.includes(`${service}:`),
  );
}
