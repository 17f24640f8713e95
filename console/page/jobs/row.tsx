import type { JSX } from 'preact';
import type { JobView, RunView } from '../../jobs.ts';
import { isSelected } from '../selection.ts';
import { selection } from '../store.ts';
import { timeText } from '../times.ts';
import { chooseRun, chosen } from './chosen.ts';
import { durationText } from './durations.ts';
import { looks } from './looks.ts';
import { RunSign } from './mark.tsx';
import type { Span } from './span.ts';
import { densityOf, isWithin, placeOf } from './span.ts';

type RowProps = {
  readonly job: JobView;
  readonly span: Span;
  readonly now: number;
  readonly zone: string;
  /** Where the Tab key enters. */
  readonly stop: string | undefined;
};

export function JobRow({ job, span, now, zone, stop }: RowProps): JSX.Element {
  const runs = job.runs.filter(({ slot }) => isWithin(slot, span));
  const next = job.next.filter((slot) => isWithin(slot, span));
  return (
    <div class={`job-row ${densityOf([...runs.map(({ slot }) => slot), ...next], span)}`} role="row">
      <JobName job={job} isStop={stop === job.name} />
      <div class="track" role="presentation">
        {span.ticks.map((tick) => (
          <i key={tick} class="line" style={{ left: `${100 * placeOf(tick, span)}%` }} />
        ))}
        <i class="now-line" style={{ left: `${100 * placeOf(now, span)}%` }} />
        {runs.map((run) => (
          <Bar key={run.id} run={run} span={span} now={now} />
        ))}
        {next.map((slot) => (
          <span
            key={slot}
            class="slot-next"
            role="gridcell"
            style={{ left: `${100 * placeOf(slot, span)}%` }}
            title={`${job.name} is due at ${timeText(slot, zone, 'minute')}`}
          >
            <RunSign look="due" />
            <span class="visually-hidden">due {timeText(slot, zone, 'minute')}</span>
          </span>
        ))}
        {runs.map((run) => (
          <Slot key={run.id} job={job} run={run} span={span} zone={zone} isStop={stop === run.id} />
        ))}
      </div>
    </div>
  );
}

/** Aims at the job, and shows only what was decided of it. */
function JobName({ job, isStop }: { readonly job: JobView; readonly isStop: boolean }): JSX.Element {
  const self = { kind: 'job', id: job.name } as const;
  const selected = isSelected(selection.value, self);
  const usual = job.usualMs === undefined ? '' : `, usually ${durationText(job.usualMs)}`;
  return (
    <span role="rowheader">
      <button
        type="button"
        class="job-name"
        data-walk={job.name}
        tabIndex={isStop ? 0 : -1}
        aria-pressed={selected}
        title={`${job.name} in cluster ${job.cluster}: ${job.due}${usual}`}
        onClick={() => (selection.value = selected ? undefined : self)}
      >
        <b>{job.name}</b>
        <small>
          {job.broken === undefined ? null : <em>{job.broken} · </em>}
          {job.state === 'active' ? '' : `${job.state} · `}
          {job.due}
        </small>
      </button>
    </span>
  );
}

/** How long it ran, or has run. */
function Bar({
  run,
  span,
  now,
}: {
  readonly run: RunView;
  readonly span: Span;
  readonly now: number;
}): JSX.Element | null {
  const { look, slot, startedAt, endedAt = now } = run;
  const from = startedAt ?? slot;
  if (startedAt === undefined && (look === 'skipped' || look === 'suspended' || look === 'observed')) return null;
  const [left, right] = [from, endedAt].map((at) => Math.min(1, Math.max(0, placeOf(at, span)))) as [number, number];
  return (
    <i
      class={startedAt === undefined ? 'bar bar-waiting' : 'bar'}
      style={{ left: `${100 * left}%`, width: `${100 * (right - left)}%`, '--state': `var(${looks[look].colour})` }}
    />
  );
}

type SlotProps = {
  readonly job: JobView;
  readonly run: RunView;
  readonly span: Span;
  readonly zone: string;
  readonly isStop: boolean;
};

function Slot({ job, run, span, zone, isStop }: SlotProps): JSX.Element {
  const words = `${timeText(run.slot, zone, 'minute')}, ${run.says}`;
  const isOpen = chosen.value?.run.id === run.id;
  return (
    <span role="gridcell" class="slot-cell" style={{ left: `${100 * placeOf(run.slot, span)}%` }}>
      <button
        type="button"
        class={`slot slot-${run.look}`}
        data-walk={run.id}
        tabIndex={isStop ? 0 : -1}
        aria-pressed={isOpen}
        title={words}
        onClick={() => chooseRun(job, run)}
      >
        <RunSign look={run.look} />
        <span class="visually-hidden">
          {job.name} {words}
        </span>
      </button>
    </span>
  );
}
