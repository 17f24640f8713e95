import type { ECSClient } from '@aws-sdk/client-ecs';
import {
  DeregisterContainerInstanceCommand,
  StopTaskCommand,
  UpdateContainerInstancesStateCommand,
} from '@aws-sdk/client-ecs';
import type { Outcome } from '../core/outcome.ts';
import { PortError } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { batched } from './batching.ts';
import { within } from './client.ts';
import { faultOf, nameOf, portError } from './errors.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

/** API_UpdateContainerInstancesState. */
const mostInstances = 10;

export type HostOrders = {
  /** Those of one turn together, by cluster and status. */
  readonly setState: (which: { readonly cluster: string; readonly arn: string }, status: HostStatus) => Promise<Done>;
  readonly stopTask: (which: { readonly cluster: string; readonly arn: string }, reason: string) => Promise<Done>;
  /** By force: what ECS believes to run there is nobody's any more (API_DeregisterContainerInstance). */
  readonly deregister: (which: { readonly cluster: string; readonly arn: string }) => Promise<Done>;
};

type HostStatus = 'ACTIVE' | 'DRAINING';

/** Orders on container instances and tasks. Nothing here throws. */
export function hostOrders(client: ECSClient, clock: Clock): HostOrders {
  const states = batched<Done>({
    size: mostInstances,
    load: async (group, arns) => {
      const [status = '', cluster = ''] = group.split(' ');
      const wanted = { cluster, status: status === 'ACTIVE' ? ('ACTIVE' as const) : ('DRAINING' as const) };
      return { ok: true, value: await setStates(client, clock, wanted, arns), at: clock.now() };
    },
  });
  return {
    setState: async ({ cluster, arn }, status) => {
      const set = await states(`${status} ${cluster}`, arn);
      return set.ok ? set.value : { result: 'unknown', reason: 'the answer leaves the instance out', at: clock.now() };
    },
    stopTask: async ({ cluster, arn }, reason) =>
      done(clock, 'stop a task', async () =>
        client.send(new StopTaskCommand({ cluster, task: arn, reason }), within()),
      ),
    deregister: async ({ cluster, arn: containerInstance }) =>
      done(clock, 'deregister a container instance', async () =>
        client.send(new DeregisterContainerInstanceCommand({ cluster, containerInstance, force: true }), within()),
      ),
  };
}

type Wanted = { readonly cluster: string; readonly status: HostStatus };

/** What could not be set stands among the failures of a 200. A request refused as a whole is made again one by one. */
async function setStates(
  client: ECSClient,
  clock: Clock,
  { cluster, status }: Wanted,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Done>> {
  const at = clock.now();
  try {
    const answer = await client.send(
      new UpdateContainerInstancesStateCommand({ cluster, containerInstances: [...arns], status }),
      within(),
    );
    const set = (answer.containerInstances ?? []).map(({ containerInstanceArn: arn = '' }): [string, Done] => [
      arn,
      { result: 'done', reason: `set to ${status}`, at },
    ]);
    const refused = (answer.failures ?? []).map(({ arn = '', reason = '' }): [string, Done] => [
      arn,
      gone.has(reason)
        ? { result: 'already-done', reason: `not set: ${reason}`, at, facts: { gone: true } }
        : { result: 'retry', reason: `not set: ${reason}`, at },
    ]);
    return new Map([...set, ...refused]);
  } catch (error) {
    if (arns.length > 1 && faultOf(error) === 'invalid') {
      const each = await Promise.all(arns.map(async (arn) => setStates(client, clock, { cluster, status }, [arn])));
      return new Map(each.flatMap((one) => [...one]));
    }
    const { verdict, message } = portError(error, 'set the state of container instances', {
      'not-found': 'already-done',
    });
    return new Map(arns.map((arn) => [arn, { result: verdict, reason: message, at }]));
  }
}

/** Why an instance cannot be set, where trying again helps nothing: it is gone (API_UpdateContainerInstancesState, failures). */
const gone: ReadonlySet<string> = new Set(['MISSING', 'INACTIVE']);

/** What was to be ended is not there, in ECS's words of a bad request. */
const notThere = /not found|was not found/i;

async function done(clock: Clock, what: string, call: () => Promise<unknown>): Promise<Done> {
  const at = clock.now();
  try {
    await call();
    return { result: 'done', reason: `${what}: done`, at };
  } catch (error) {
    const isOver =
      nameOf(error) === 'InvalidParameterException' && error instanceof Error && notThere.test(error.message);
    if (isOver) return { result: 'already-done', reason: `${what}: it is not there any more`, at };
    const known = error instanceof PortError ? error : portError(error, what, { 'not-found': 'already-done' });
    return { result: known.verdict, reason: known.message, at: clock.now() };
  }
}
