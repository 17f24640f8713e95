import type { JSX } from 'preact';
import type { TaskView } from '../../view.ts';
import { standsOut } from '../selection.ts';
import { selection } from '../store.ts';
import { initialsOf, lookOf, taskLooks } from './state.ts';

export function Tasks({
  cluster,
  tasks,
  label,
}: {
  readonly cluster: string;
  readonly tasks: readonly TaskView[];
  readonly label: string;
}): JSX.Element {
  const sorted = tasks.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)) || a.id.localeCompare(b.id));
  return (
    <ul class="tasks" aria-label={label}>
      {sorted.map((task) => (
        <TaskSquare key={task.id} cluster={cluster} task={task} />
      ))}
    </ul>
  );
}

/** A square with the service's initials. Its form says how it is; its title says all. */
function TaskSquare({ cluster, task }: { readonly cluster: string; readonly task: TaskView }): JSX.Element {
  const look = lookOf(task);
  const faded = standsOut(selection.value, cluster, task) ? '' : ' faded';
  return (
    <li class={`task task-${look}${faded}`} title={titleOf(task)}>
      <span aria-hidden="true">{initialsOf(nameOf(task))}</span>
      <span class="visually-hidden">
        {nameOf(task)}, {taskLooks[look]}
      </span>
    </li>
  );
}

function nameOf({ service, family }: TaskView): string {
  return service ?? family;
}

function titleOf(task: TaskView): string {
  const revision = task.revision === undefined ? task.family : `${task.family}:${task.revision}`;
  const health = task.health === 'UNKNOWN' ? '' : `, ${task.health}`;
  const owner = task.service === undefined ? 'a task of no service' : task.service;
  return [`${owner} · ${task.id.slice(0, 8)}`, revision, `${task.status}${health}`, task.reason]
    .filter((line) => line !== undefined)
    .join('\n');
}
