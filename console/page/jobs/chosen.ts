import { computed, signal } from '@preact/signals';
import type { JobView, RunView } from '../../jobs.ts';
import { jobs, selection } from '../store.ts';

/** The run whose story is open. */
const openId = signal<string | undefined>(undefined);

export type ChosenRun = { readonly job: JobView; readonly run: RunView };

export const chosen = computed((): ChosenRun | undefined => {
  const job = jobs.value?.find(({ runs }) => runs.some(({ id }) => id === openId.value));
  const run = job?.runs.find(({ id }) => id === openId.value);
  return job === undefined || run === undefined ? undefined : { job, run };
});

/** Opens its story, or closes it where it is open. What is looked at is its job. */
export function chooseRun(job: JobView, run: RunView): void {
  const isOpen = openId.value === run.id;
  openId.value = isOpen ? undefined : run.id;
  if (!isOpen) selection.value = { kind: 'job', id: job.name };
}

export function closeStory(): void {
  openId.value = undefined;
}

/** A slot that was nobody's gets an id of its own when a run claims it: the story goes on with that. */
export function followClaim(): void {
  const [name, slot] = openId.value?.split('@') ?? [];
  if (slot === undefined || chosen.value !== undefined) return;
  const run = jobs.value?.find((job) => job.name === name)?.runs.find((each) => String(each.slot) === slot);
  if (run !== undefined) openId.value = run.id;
}
