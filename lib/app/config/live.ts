import type { Clock, Read, Unreadable } from '../../core/ports.ts';
import { minuteMs } from '../../core/time.ts';
import type { Instant } from '../../core/time.ts';
import type { ConfigurationFault } from './fault.ts';
import type { Configuration } from './schema.ts';

/** The object as it is now, or that it still is what `ifNoneMatch` names. */
export type LiveObject = { readonly text: string; readonly etag?: string } | 'unchanged';

/**
 * The last object that could be used, as it was written and as it was read. What another `build` of the code read is
 * not used: it is read again from `text`.
 */
export type LastGood = {
  readonly build: string;
  readonly etag?: string;
  readonly text: string;
  readonly configuration: Configuration;
};

type LivePorts = {
  readonly clock: Clock;
  readonly get: (ifNoneMatch: string | undefined) => Promise<Read<LiveObject>>;
  readonly lastGood: {
    readonly get: () => Promise<LastGood | undefined>;
    readonly put: (lastGood: LastGood) => Promise<void>;
  };
  /** What was built into the function. */
  readonly bundled: () => Promise<Configuration>;
  /** Names the code that runs: what it stored, other code may not understand. */
  readonly build: string;
  /** The object cannot be used; called at every look while that is so, `again` from the second time on. */
  readonly onBad: (faults: readonly ConfigurationFault[], again: boolean) => void;
  /** The object, or where the last good one is kept, could not be reached. */
  readonly onUnreachable: (what: 'object' | 'last-good', reason: Unreadable) => void;
};

/** What is in force, and where it comes from: the object as it is now, the last good one, or the bundled file. */
type CurrentConfiguration = {
  readonly configuration: Configuration;
  readonly origin: 'live' | 'last-good' | 'bundled';
};

const lookEveryMs = minuteMs;

type Memory = {
  current?: CurrentConfiguration;
  /** Of the object last looked at, good or bad. */
  etag?: string | undefined;
  faults?: readonly ConfigurationFault[] | undefined;
  /** Good, but not yet kept elsewhere. */
  unsaved?: LastGood | undefined;
  nextLookAt: Instant;
  looking?: Promise<CurrentConfiguration> | undefined;
};

/**
 * The configuration in force, from an object that people change while we run. Looks at it at most once a minute; reads
 * it (yaml and zod are loaded for that) only when it has changed. A bad one changes nothing. Never throws for what the
 * object or its store did: without either, the bundled configuration holds.
 */
export function liveConfiguration(ports: LivePorts): () => Promise<CurrentConfiguration> {
  const memory: Memory = { nextLookAt: 0 };
  return async () => {
    if (memory.current && ports.clock.now() < memory.nextLookAt) return memory.current;
    memory.looking ??= look(ports, memory).finally(() => {
      memory.looking = undefined;
    });
    return memory.looking;
  };
}

async function look(ports: LivePorts, memory: Memory): Promise<CurrentConfiguration> {
  memory.nextLookAt = ports.clock.now() + lookEveryMs;
  const kept = memory.current ? undefined : await recall(ports, memory);
  const answer = await ports.get(memory.etag);
  if (!answer.ok) ports.onUnreachable('object', answer.reason);
  else if (answer.value === 'unchanged') stillThere(ports, memory);
  else await take(ports, memory, answer.value);
  memory.current ??= await standIn(ports, kept);
  await save(ports, memory);
  return memory.current;
}

/** What an earlier container found good. Read by the same code, it is in force until something else is known. */
async function recall(ports: LivePorts, memory: Memory): Promise<LastGood | undefined> {
  const kept = await reach(ports, ports.lastGood.get);
  if (kept?.build === ports.build) {
    memory.current = { configuration: kept.configuration, origin: 'last-good' };
    memory.etag = kept.etag;
  }
  return kept;
}

function stillThere(ports: LivePorts, memory: Memory): void {
  if (memory.faults) ports.onBad(memory.faults, true);
  else if (memory.current) memory.current = { ...memory.current, origin: 'live' };
}

async function take(
  ports: LivePorts,
  memory: Memory,
  { text, etag }: { readonly text: string; readonly etag?: string },
): Promise<void> {
  const result = await read(text);
  memory.etag = etag;
  if ('faults' in result) {
    memory.faults = result.faults;
    if (memory.current) memory.current = { ...memory.current, origin: 'last-good' };
    ports.onBad(result.faults, false);
    return;
  }
  memory.faults = undefined;
  memory.current = { configuration: result.configuration, origin: 'live' };
  memory.unsaved = {
    build: ports.build,
    text,
    configuration: result.configuration,
    ...(etag !== undefined && { etag }),
  };
}

/** What holds when the object cannot be used and this code has not read a good one: the last good text, else the bundle. */
async function standIn(ports: LivePorts, kept: LastGood | undefined): Promise<CurrentConfiguration> {
  const result = kept && (await read(kept.text));
  if (result && 'configuration' in result) return { configuration: result.configuration, origin: 'last-good' };
  return { configuration: await ports.bundled(), origin: 'bundled' };
}

async function save(ports: LivePorts, memory: Memory): Promise<void> {
  const { unsaved } = memory;
  if (!unsaved) return;
  const saved = await reach(ports, async () => {
    await ports.lastGood.put(unsaved);
    return true;
  });
  if (saved) memory.unsaved = undefined;
}

/** A store that is away costs the memory of the last good one, never the invocation. */
async function reach<Value>(ports: LivePorts, call: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await call();
  } catch {
    ports.onUnreachable('last-good', 'unreadable');
    return undefined;
  }
}

async function read(text: string) {
  const { readConfiguration } = await import('./load.ts');
  return readConfiguration(text);
}
