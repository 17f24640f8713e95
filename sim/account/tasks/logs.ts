import type { Account } from '../model.ts';
import type { Container, Task } from '../task.ts';

/** Writes into `PREFIX/CONTAINER/TASK` of the container's log group, which is made if it is not there. */
export function writeLog(account: Account, task: Task, container: Container, lines: readonly string[]): void {
  const { log } = container.definition;
  if (log === undefined || lines.length === 0) return;
  const group = account.logs.get(log.group) ?? { name: log.group, streams: new Map() };
  account.logs.set(log.group, group);
  const name = `${log.streamPrefix}/${container.name}/${task.id}`;
  const stream = group.streams.get(name) ?? [];
  group.streams.set(name, stream);
  const at = account.agenda.now();
  stream.push(...lines.map((text) => ({ at, text })));
}
