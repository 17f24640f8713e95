import { readEnvironment } from '../../lib/app/environment.ts';
import type { Host, Storage } from '../../lib/app/world/host.ts';
import type { Send } from '../../lib/channels/http.ts';
import type { Paces } from '../../lib/core/delivery.ts';
import { PortError } from '../../lib/core/outcome.ts';
import type { Budgets, Holds, RecordStore, TokenBuckets } from '../../lib/core/ports.ts';
import type { Agenda } from '../agenda.ts';
import type { Faults } from '../chat/faults.ts';
import type { Arrived, Service } from '../chat/server.ts';
import { replyTo } from '../chat/server.ts';
import type { Random } from '../random.ts';
import type { WireHandlers } from '../wire.ts';
import type { Execution, Gate } from './gate.ts';
import type { Container } from './lambda.ts';
import type { Transport } from './transport.ts';

/** A chat service by the beginning of its addresses. */
type Site = { readonly origin: string; readonly service: Service; readonly faults: Faults };

type HostNeeds = {
  readonly agenda: Agenda;
  readonly random: Random;
  readonly gate: Gate;
  readonly container: Container;
  readonly variables: Readonly<Record<string, string>>;
  readonly operations: WireHandlers;
  readonly transport: (operations: WireHandlers) => Transport;
  readonly sites: readonly Site[];
  readonly storage: Storage;
  readonly writeLine: (line: string) => void;
  /** How far this container's clock is from the account's. */
  readonly skewMs: number;
};

/** The SDK asks for a region and credentials before a call comes to the wire. None of them is ever sent anywhere. */
const forTheSdk = { AWS_REGION: 'ap-northeast-1', AWS_ACCESS_KEY_ID: 'simulated', AWS_SECRET_ACCESS_KEY: 'simulated' };
for (const [name, value] of Object.entries(forTheSdk)) process.env[name] = value;

/** Lambda as the simulated account has it: the real clients of the SDK, and every way out through the gate. */
export function simulatedHost(needs: HostNeeds): Host {
  const { agenda, random, gate, container, variables } = needs;
  const through = async <T>(what: string, carryOut: () => T | Promise<T>): Promise<T> =>
    gate.pass(running(container), what, carryOut);
  let names = 0;
  return {
    environment: (functionName) => readEnvironment(functionName, variables),
    clock: { now: () => agenda.now() + needs.skewMs },
    newId: () => `${container.id}-${(names += 1)}-${random.hex(8)}`,
    pause: async (waitMs) =>
      new Promise((resolve) => {
        waitIn(running(container), agenda, { waitMs, resolve });
      }),
    writeLine: needs.writeLine,
    client: needs.transport(gated(needs.operations, through)).prepared,
    send: () => sendTo(needs.sites, through),
    storage: () => ({
      store: storeThrough(needs.storage.store, through),
      paces: pacesThrough(needs.storage.paces, through),
      budgets: budgetsThrough(needs.storage.budgets, through),
      holds: holdsThrough(needs.storage.holds, through),
      buckets: bucketsThrough(needs.storage.buckets, through),
    }),
  };
}

type Through = <T>(what: string, carryOut: () => T | Promise<T>) => Promise<T>;

/** A call outside an invocation would go on in a frozen container: ours makes none. */
function running({ current, id }: Container): Execution {
  if (current === undefined) throw new Error(`${id} does something while it runs nothing`);
  return current;
}

function waitIn(
  execution: Execution,
  agenda: Agenda,
  { waitMs, resolve }: { readonly waitMs: number; readonly resolve: (value?: unknown) => void },
): void {
  execution.waiting += 1;
  agenda.after(waitMs, `${execution.function} waits`, () => {
    execution.waiting -= 1;
    if (!execution.dead) resolve();
  });
}

/** Every operation through the gate. */
function gated(operations: WireHandlers, through: Through): WireHandlers {
  return Object.fromEntries(
    Object.entries(operations).map(([name, handler]) => [
      name,
      async (...call: Parameters<typeof handler>) => through(name, () => handler(...call)),
    ]),
  );
}

function sendTo(sites: readonly Site[], through: Through): Send {
  return async ({ url, method, headers, body = '' }) => {
    const site = sites.find(({ origin }) => url.startsWith(origin));
    if (site === undefined) throw new PortError('retry', 'no connection (ENOTFOUND); nothing was sent');
    const { pathname, searchParams } = new URL(url);
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const request: Arrived = { method, path: pathname, query: searchParams, headers: lowered, body };
    const reply = await through(`${method} ${pathname}`, () => replyTo(site.service, site.faults, request));
    if ('lost' in reply) throw new PortError('unknown', 'no answer; the request may have arrived');
    const { status, body: said, headers: given = {} } = reply.answer;
    return { status, headers: given, body: said };
  };
}

function storeThrough(store: RecordStore, through: Through): RecordStore {
  return {
    load: async (keys) => through('table load', async () => store.load(keys)),
    save: async (record, loaded) => through('table save', async () => store.save(record, loaded)),
    due: async (feature, at, limit) => through('table due', async () => store.due(feature, at, limit)),
    open: async (feature, cluster) => through('table open', async () => store.open(feature, cluster)),
    addCounts: async (name, counts, expiresAt) =>
      through('table count', async () => store.addCounts(name, counts, expiresAt)),
    readCounts: async (name) => through('table counts', async () => store.readCounts(name)),
  };
}

function pacesThrough(paces: Paces, through: Through): Paces {
  return {
    take: async (channel, amount, now) => through('table pace', async () => paces.take(channel, amount, now)),
    block: async (channel, until) => through('table pace', async () => paces.block(channel, until)),
  };
}

function budgetsThrough(budgets: Budgets, through: Through): Budgets {
  return {
    claim: async (budget, holder, amount) => through('table budget', async () => budgets.claim(budget, holder, amount)),
    release: async (key, holder) => through('table budget', async () => budgets.release(key, holder)),
    read: async (key) => through('table budget', async () => budgets.read(key)),
  };
}

function holdsThrough(holds: Holds, through: Through): Holds {
  return {
    take: async (thing, hold) => through('table hold', async () => holds.take(thing, hold)),
    release: async (thing, holder) => through('table hold', async () => holds.release(thing, holder)),
    read: async (thing) => through('table hold', async () => holds.read(thing)),
  };
}

function bucketsThrough(buckets: TokenBuckets, through: Through): TokenBuckets {
  return {
    take: async (bucket, wanted, now) => through('table tokens', async () => buckets.take(bucket, wanted, now)),
  };
}
