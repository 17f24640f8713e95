import { secondMs } from '../../../lib/core/time.ts';
import { Refusal } from '../../account/refusal.ts';
import type { Agenda } from '../../agenda.ts';
import { disguisedThrottling, exceptionOf } from '../../api/exceptions.ts';
import type { Random } from '../../random.ts';
import type { WireHandlers } from '../../wire.ts';
import { awsError } from '../../wire.ts';

type Run = WireHandlers[string];

export type Lying = {
  readonly random: Random;
  readonly agenda: Agenda;
  readonly isNow: () => boolean;
  /** Hears the tokens of tasks that come to life long after it was said that there is none. */
  readonly bornLate: (token: string) => void;
};

const tokenOf = (input: object): string => ('clientToken' in input ? String(input.clientToken) : '');

/** The ways in which RunTask has not told the truth (apache/airflow#16150, dagster-io/dagster#33439, and our own). */
function waysOf(run: Run, { random, agenda, bornLate }: Lying): readonly Run[] {
  return [
    (input, call) => {
      run(input, call);
      return { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] };
    },
    () => ({ tasks: [], failures: [{ reason: 'AGENT' }] }),
    (input, call) => {
      bornLate(tokenOf(input));
      agenda.after(random.whole(15, 200) * secondMs, 'a task after all', () => {
        try {
          run(input, call);
        } catch (error) {
          if (!(error instanceof Error)) throw error;
        }
      });
      return { tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] };
    },
    () => ({ tasks: [], failures: [] }),
    (input, call) => {
      run(input, call);
      throw awsError('ServerException', { status: 500 });
    },
    () => {
      throw awsError('ServerException', { status: 500 });
    },
    () => {
      throw disguisedThrottling();
    },
    (input, call) => {
      const { tasks = [] } = run(input, call) as { tasks?: readonly { taskArn?: string }[] };
      const resourceIds = tasks.flatMap(({ taskArn }) => taskArn ?? []);
      throw exceptionOf('ECS.RunTask', new Refusal('ConflictException', 'conflict', { resourceIds }));
    },
    () => {
      throw exceptionOf('ECS.RunTask', new Refusal('InvalidParameterException', 'The subnet ID does not exist.'));
    },
  ];
}

/** RunTask that lies now and then. The SDK tries four times: what is to come through as an error lasts so long. */
export function lyingLaunches(operations: WireHandlers, lying: Lying): WireHandlers {
  const run = operations['ECS.RunTask'];
  if (run === undefined) throw new Error('there is no RunTask');
  const ways = waysOf(run, lying);
  let lasting: { readonly token: string; readonly way: Run; left: number } | undefined;
  return {
    ...operations,
    'ECS.RunTask': (input: never, call) => {
      const token = tokenOf(input);
      if (lasting?.token === token && lasting.left > 0) {
        lasting.left -= 1;
        return lasting.way(input, call);
      }
      if (!lying.isNow() || !lying.random.chance(0.3)) return run(input, call);
      const way = lying.random.pick(ways);
      lasting = { token, way, left: lying.random.pick([0, 3]) };
      return way(input, call);
    },
  };
}
