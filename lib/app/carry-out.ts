import type { Action } from '../core/decision.ts';
import type { Outcome } from '../core/outcome.ts';
import type { RecordKey, Todo } from '../core/record.ts';
import type { Settled, Work } from './keep.ts';
import type { Carried } from './plan.ts';
import { actMarginMs } from './plan.ts';
import type { Invocation, World } from './world.ts';

/**
 * Carries out what each saved record's author may do: all records at once, one record's actions in their order.
 * Returns what came of it as the work of the next round. What there is no time for stays in the record.
 */
export async function carryOut<Event, State, Target, Read, Policy>(
  settled: readonly Settled<State, Target>[],
  world: World<Event, Target, Read, Policy>,
  invocation: Invocation,
): Promise<readonly Work<Event>[]> {
  const work = settled.map(async ({ record, toDo }): Promise<Work<Event> | undefined> => {
    if (record === undefined || toDo.length === 0) return undefined;
    const carried: Carried[] = [];
    for (const todo of toDo) {
      if (world.clock.now() + actMarginMs >= invocation.deadline) break;
      carried.push({ id: todo.id, outcome: await carry(todo, record.key, { world, invocation }) });
    }
    return { key: record.key, heard: carried.map((each) => each.outcome), carried };
  });
  return (await Promise.all(work)).filter((each) => each !== undefined);
}

async function carry<Event, Target, Read, Policy>(
  todo: Todo<Target>,
  record: RecordKey,
  by: { readonly world: World<Event, Target, Read, Policy>; readonly invocation: Invocation },
): Promise<Outcome> {
  const { action } = todo;
  const { world, invocation } = by;
  const base = { kind: 'outcome', action: action.key } as const;
  const refusal = await refusalOf(action, world);
  if (refusal !== undefined) return { ...base, ...refusal, at: world.clock.now() };
  try {
    const deadline = invocation.deadline - actMarginMs;
    return { ...base, ...(await world.act(action.target, { key: action.key, record, deadline })) };
  } catch (error) {
    world.log('error', 'an action ended in an error nobody expected', { error, record, action: action.key });
    return { ...base, result: 'unknown', reason: 'unexpected error', at: world.clock.now() };
  }
}

/** Why an order is not carried out: its feature only observes, nobody may act now, or it is too late for it. */
async function refusalOf<Event, Target, Read, Policy>(
  action: Action<Target>,
  world: World<Event, Target, Read, Policy>,
): Promise<Pick<Outcome, 'result' | 'reason'> | undefined> {
  if (action.type === 'telling') return undefined;
  if (action.mode === 'observe') return { result: 'observed', reason: 'the policy is to observe' };
  const authority = await world.authority();
  if (!authority.acting) return { result: 'observed', reason: authority.reason };
  if (world.clock.now() > action.notAfter) return { result: 'permanent', reason: 'too late: its time has passed' };
  return undefined;
}
