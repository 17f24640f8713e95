import type { WireHandlers } from '../../../sim/wire.ts';

/** RunTask's words where Fargate has no room (re:Post, "Capacity is unavailable at this time"). */
const noRoom = 'Capacity is unavailable at this time. Please try again later or in a different availability zone';

/** Answers that find no room for task definitions that are starved, by ARN. */
export function starving(operations: WireHandlers, starves: (definition: string) => boolean): WireHandlers {
  const run = operations['ECS.RunTask'];
  if (run === undefined) throw new Error('the account answers no RunTask');
  return {
    ...operations,
    'ECS.RunTask': (input, call) => {
      const { taskDefinition } = input as { readonly taskDefinition?: unknown };
      if (typeof taskDefinition === 'string' && starves(taskDefinition))
        return { tasks: [], failures: [{ reason: noRoom }] };
      return run(input, call);
    },
  };
}
