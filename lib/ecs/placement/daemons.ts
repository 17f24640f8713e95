import type { AskedTask } from './asked.ts';
import { roomOn } from './checks.ts';
import type { PlacementInstance } from './instance.ts';
import { withCopies } from './occupied.ts';
import { questionOf } from './question.ts';

/**
 * Instances as other tasks find them: ECS reserves the resources of a daemon's task on an instance before it starts there
 * (ecs_services, daemon: "reserves container instance compute resources"). Where it is not sure that the daemon can go
 * there, nothing is taken: its last task may hold what the next will. `asked` itself, if it is one of the daemons, finds
 * what was reserved for it.
 */
export function withDaemons(
  instances: readonly PlacementInstance[],
  daemons: readonly AskedTask[],
  asked?: AskedTask,
): readonly PlacementInstance[] {
  const questions = daemons.filter(({ group }) => group !== asked?.group).map(questionOf);
  if (questions.length === 0) return instances;
  return instances.map((instance) =>
    questions.reduce(
      (left, question) => (roomOn(question, left).least >= 1 ? withCopies(left, question, 1) : left),
      instance,
    ),
  );
}
