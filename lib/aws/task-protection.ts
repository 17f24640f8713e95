import type { ECSClient, Failure } from '@aws-sdk/client-ecs';
import { UpdateTaskProtectionCommand } from '@aws-sdk/client-ecs';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { within } from './client.ts';
import { portError } from './errors.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

/** A request takes so many tasks (API_UpdateTaskProtection). */
const mostTasks = 10;

export type TaskProtection = (which: {
  readonly cluster: string;
  readonly tasks: readonly string[];
  /** 1 to 2880. */
  readonly minutes: number;
}) => Promise<Done>;

/** Keeps tasks of a service from being stopped by its scheduler; again is anew. A task that is gone needs none. Throws nothing. */
export function taskProtection(client: ECSClient, clock: Clock): TaskProtection {
  return async ({ cluster, tasks, minutes }) => {
    const at = clock.now();
    const pages = Array.from({ length: Math.ceil(tasks.length / mostTasks) }, (_, page) =>
      tasks.slice(page * mostTasks, (page + 1) * mostTasks),
    );
    try {
      const refused: Failure[] = [];
      for (const page of pages) {
        const command = new UpdateTaskProtectionCommand({
          cluster,
          tasks: [...page],
          protectionEnabled: true,
          expiresInMinutes: minutes,
        });
        const { failures = [] } = await client.send(command, within());
        refused.push(...failures.filter(({ reason }) => reason !== 'MISSING'));
      }
      const [first] = refused;
      if (first === undefined) return { result: 'done', reason: `${tasks.length} tasks are protected`, at };
      const why = `${first.arn ?? 'a task'} cannot be protected: ${first.reason ?? 'no reason given'}`;
      return { result: 'permanent', reason: why, at };
    } catch (error) {
      const { verdict, message } = portError(error, 'protect tasks from scale-in');
      return { result: verdict, reason: message, at: clock.now() };
    }
  };
}
