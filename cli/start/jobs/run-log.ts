import type { RunStepView } from '../../../console/jobs.ts';
import type { BatchState, JobState, RunState } from '../../../lib/batch/state.ts';
import type { KeptRecord } from '../../../lib/core/record.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { stepsBetween, toldStep } from './run-steps.ts';

/** Runs of which all steps are kept; of older ones their record tells how they ended. */
const mostRuns = 80;
const mostSteps = 60;

type Followed = { readonly state: RunState; readonly steps: readonly RunStepView[] };

/** What runs went through, as their records were written one after the other. */
export class RunLog {
  private readonly now: () => Instant;
  private readonly runs = new Map<string, Followed>();
  /** By job: the last version that was told, and of which incident. */
  private readonly told = new Map<string, { readonly version: number; readonly startedAt: Instant }>();

  constructor(now: () => Instant) {
    this.now = now;
  }

  readonly hear = ({ key, state }: KeptRecord): void => {
    if (!key.startsWith('batch#') || typeof state !== 'object' || state === null) return;
    const known = state as BatchState;
    if (known.kind === 'run') this.heardRun(known);
    if (known.kind === 'job') this.heardJob(known);
  };

  of(runId: string): readonly RunStepView[] {
    return this.runs.get(runId)?.steps ?? [];
  }

  private heardRun(state: RunState): void {
    const before = this.runs.get(state.runId);
    const steps = [...(before?.steps ?? []), ...stepsBetween(before?.state, state, this.now())].slice(-mostSteps);
    this.runs.set(state.runId, { state, steps });
    const [oldest] = this.runs.keys();
    if (this.runs.size > mostRuns && oldest !== undefined) this.runs.delete(oldest);
  }

  private heardJob(state: JobState): void {
    const { name, told, incident } = state;
    const version = told?.version ?? 0;
    const before = this.told.get(name);
    if (version <= (before?.version ?? 0) || incident === undefined) return;
    const { startedAt, endedAt } = incident;
    this.told.set(name, { version, startedAt });
    const run = this.toldOf(state);
    if (run === undefined) return;
    const how = endedAt !== undefined ? 'over' : before?.startedAt === startedAt ? 'updated' : 'sent';
    const steps = [...run.steps, toldStep(this.now(), how)];
    this.runs.set(run.state.runId, { ...run, steps });
  }

  /** The run an alert is about: of the slot it names, or the last that has ended. */
  private toldOf({ name, runs, incident, findings = [] }: JobState): Followed | undefined {
    const slot = incident?.isWatched === true ? findings[0]?.slot : undefined;
    const found = [...this.runs.values()].findLast(({ state }) => state.job === name && state.slot === slot);
    return found ?? this.runs.get(runs.at(-1)?.runId ?? '');
  }
}
