import type { FaultRequest, ReactRequest, SpeedRequest } from '../transport.ts';
import { account, refusal } from './store.ts';

export async function setSpeed(speed: number): Promise<void> {
  const request: SpeedRequest = { speed };
  const before = account.value;
  if (before !== undefined) account.value = { ...before, speed };
  await post('/api/speed', request);
}

export async function pressFault(id: string, request: FaultRequest): Promise<void> {
  await post(`/api/faults/${encodeURIComponent(id)}`, request);
}

export async function react(request: ReactRequest): Promise<void> {
  await post('/api/react', request);
}

/** Tells the visitor when it did not work; what did work is seen on the stream. */
async function post(path: string, body: unknown): Promise<void> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    refusal.value = answer.ok ? undefined : await reasonOf(answer);
  } catch {
    refusal.value = 'Watchkeeper does not answer. Is `npm start` still running?';
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const plain = `Watchkeeper answered ${answer.status}`;
  const body: unknown = await answer.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null || !('error' in body)) return plain;
  return typeof body.error === 'string' ? body.error : plain;
}
