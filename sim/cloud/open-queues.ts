import type { Agenda } from '../agenda.ts';
import { Queue } from './queue.ts';
import type { Stack } from './stack.ts';

/** The queues of the stack, each with its dead-letter queue. */
export function openQueues(stack: Stack, agenda: Agenda): ReadonlyMap<string, Queue> {
  const queues = new Map<string, Queue>();
  const open = (name: string): Queue => {
    const known = queues.get(name);
    const plan = stack.queues.find((each) => each.name === name);
    if (known !== undefined || plan === undefined) {
      if (known === undefined) throw new Error(`the stack has no queue ${name}`);
      return known;
    }
    const { deadLetters, ...options } = plan;
    const queue = new Queue(
      { ...options, ...(deadLetters !== undefined && { deadLetters: open(deadLetters) }) },
      agenda,
    );
    queues.set(name, queue);
    return queue;
  };
  for (const { name } of stack.queues) open(name);
  return queues;
}
