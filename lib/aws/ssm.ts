import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { PortError } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { clientSettings, within } from './client.ts';
import { faultOf, portError } from './errors.ts';

/** How long a secret is used before it is read again. A refused one is read again at once (`fresh`). */
const secretKeptMs = 5 * minuteMs;

/** How long the kill switch is believed, and how long its being unreadable is. */
const switchKeptMs = 30 * secondMs;
const unreadKeptMs = 5 * secondMs;

export function openSsm(): SSMClient {
  return new SSMClient(clientSettings);
}

/** `fresh`: not the one we have; the other side refused it. */
export type Secrets = (parameter: string, options?: { readonly fresh?: boolean }) => Promise<string>;

/**
 * Secrets by the name of their parameter. Throws PortError: `permanent` when there is no such parameter or no right to
 * it, else `retry`: a read has no side effect. Values are in memory only.
 */
export function ssmSecrets(client: SSMClient, clock: Clock): Secrets {
  const known = new Map<string, { readonly value: Promise<string>; readonly until: Instant }>();
  return async (parameter, { fresh = false } = {}) => {
    const now = clock.now();
    const hit = known.get(parameter);
    if (!fresh && hit !== undefined && now < hit.until) return hit.value;
    const value = read(client, parameter);
    known.set(parameter, { value, until: now + secretKeptMs });
    try {
      return await value;
    } catch (error) {
      if (known.get(parameter)?.value === value) known.delete(parameter);
      throw portError(error, `read parameter ${parameter}`, { interrupted: 'retry', unreadable: 'retry' });
    }
  };
}

async function read(client: SSMClient, name: string): Promise<string> {
  const answer = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }), within());
  const value = answer.Parameter?.Value;
  if (value === undefined) throw new PortError('permanent', `parameter ${name} has no value`);
  return value;
}

/** Whether orders may be carried out, and why not. */
export type SwitchState = { readonly acting: true } | { readonly acting: false; readonly reason: string };

/**
 * The kill switch: acting only while the parameter says `on`. Anything else, also a parameter that is missing or cannot
 * be read, stops all orders.
 */
export function ssmSwitch(client: SSMClient, parameter: string, clock: Clock): () => Promise<SwitchState> {
  let known: { readonly state: SwitchState; readonly until: Instant } | undefined;
  return async () => {
    const now = clock.now();
    if (known !== undefined && now < known.until) return known.state;
    const { state, keptMs } = await stateOf(client, parameter);
    known = { state, until: now + keptMs };
    return state;
  };
}

async function stateOf(client: SSMClient, parameter: string): Promise<{ state: SwitchState; keptMs: number }> {
  try {
    const value = (await read(client, parameter)).trim().toLowerCase();
    if (value === 'on') return { state: { acting: true }, keptMs: switchKeptMs };
    return { state: { acting: false, reason: `the kill switch ${parameter} is not on` }, keptMs: switchKeptMs };
  } catch (error) {
    const why = faultOf(error) === 'not-found' ? 'does not exist' : 'cannot be read';
    return { state: { acting: false, reason: `the kill switch ${parameter} ${why}` }, keptMs: unreadKeptMs };
  }
}
