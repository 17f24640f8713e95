import { secondMs } from '../../../lib/core/time.ts';
import { deregisterTaskDefinition } from '../../account/definitions.ts';
import { removeSchedule } from '../../account/schedules/due.ts';
import type { Task } from '../../account/task.ts';
import { interruptTask, stopTask } from '../../account/tasks/stop.ts';
import type { Mend } from '../trouble.ts';
import { outage } from './outage.ts';
import type { BatchStage } from './stage.ts';
import { define, edit, invokeLate, livingTasks, request, settingOf } from './stage.ts';

/** Something done to jobs, or to their tasks. As a trouble; nothing where there was nothing to strike. */
export type BatchAct = { readonly hint: string; readonly strike: (stage: BatchStage) => Mend | undefined };

const nothing: Mend = () => {};

function toTask(strike: (stage: BatchStage, task: Task) => void): BatchAct['strike'] {
  return (stage) => {
    const living = livingTasks(stage);
    if (living.length === 0) return undefined;
    strike(stage, stage.random.pick(living));
    return nothing;
  };
}

function toJob(strike: (stage: BatchStage, job: string) => Mend | void): BatchAct['strike'] {
  return (stage) => strike(stage, stage.random.pick(stage.plan.jobs).name) ?? nothing;
}

function toSlot(strike: (stage: BatchStage, slot: BatchStage['invoked'][number]) => void): BatchAct['strike'] {
  return (stage) => {
    if (stage.invoked.length === 0) return undefined;
    strike(stage, stage.random.pick(stage.invoked));
    return nothing;
  };
}

export const batchActs = {
  'task-interrupted': {
    hint: 'Fargate takes the task of a run back.',
    strike: toTask(({ simulation }, task) => interruptTask(simulation.account, task)),
  },
  'task-of-run-stopped': {
    hint: 'Somebody stops the task of a run by hand.',
    strike: toTask(({ simulation }, task) =>
      stopTask(simulation.account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' }),
    ),
  },
  'task-of-run-drained': {
    hint: 'The instance of a run is drained, and its task is stopped for that.',
    strike: toTask(({ simulation }, task) =>
      stopTask(simulation.account, task, {
        stopCode: 'UserInitiated',
        reason: 'Watchkeeper: its instance is being drained',
      }),
    ),
  },
  'run-stopped': {
    hint: 'Somebody stops a run: watchkeeper run --stop.',
    strike: toSlot((stage, slot) => request(stage, 'stop', slot)),
  },
  'run-again': {
    hint: 'Somebody runs a job for a slot once more.',
    strike: toSlot((stage, slot) => request(stage, 'run', slot)),
  },
  'no-room-for-runs': {
    hint: 'Nothing new can be started on Fargate.',
    strike: ({ simulation: { account } }) => {
      account.weather.fargateFull.add('*');
      return () => account.weather.fargateFull.delete('*');
    },
  },
  'job-suspended': {
    hint: 'Somebody suspends a job for a while.',
    strike: toJob((stage, job) => {
      edit(stage, job, { is: 'suspended' });
      const { agenda } = stage.simulation;
      agenda.after(stage.random.whole(130, 400) * secondMs, 'an invocation of before', () => invokeLate(stage, job));
      return () => edit(stage, job, { is: 'enabled' });
    }),
  },
  'job-deleted': {
    hint: 'Somebody takes a job out of the file, and puts it back.',
    strike: toJob((stage, job) => {
      edit(stage, job, { is: 'deleted' });
      return () => edit(stage, job, { is: 'enabled' });
    }),
  },
  'job-edited': {
    hint: 'Somebody edits a job while it runs.',
    strike: toJob((stage, job) => edit(stage, job, { edition: settingOf(stage, job).edition + 1 })),
  },
  'job-released': {
    hint: 'A job has a new revision, with another program.',
    strike: toJob((stage, job) => define(stage, job)),
  },
  'revision-withdrawn': {
    hint: 'A job has a new revision, and its last one is deregistered.',
    strike: toJob((stage, job) => {
      const { account } = stage.simulation;
      const last = [...account.taskDefinitions.values()].findLast(({ family }) => family === job);
      define(stage, job);
      if (last?.status === 'ACTIVE') deregisterTaskDefinition(account, last.arn);
    }),
  },
  'watchdog-asleep': {
    hint: 'EventBridge and Lambda are out: nobody watches, and Scheduler invokes nothing.',
    strike: ({ simulation, outages }) => {
      const [over, { agenda }] = [outage(simulation), simulation];
      const spell = { from: agenda.now(), until: Infinity };
      outages.push(spell);
      return () => {
        spell.until = agenda.now();
        over();
      };
    },
  },
  'schedule-deleted': {
    hint: 'Somebody deletes the schedule of a job by hand.',
    strike: (stage) => {
      const { account } = stage.simulation;
      const all = [...account.schedules.all.values()];
      if (all.length === 0) return undefined;
      removeSchedule(account, stage.random.pick(all));
      return nothing;
    },
  },
} as const satisfies Readonly<Record<string, BatchAct>>;

export type BatchActName = keyof typeof batchActs;
