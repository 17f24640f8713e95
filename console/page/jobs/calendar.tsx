import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { JobsView } from '../../jobs.ts';
import { Empty } from '../pane.tsx';
import { account, jobs, now } from '../store.ts';
import { timeText, zoneText } from '../times.ts';
import { legendLooks, looks } from './looks.ts';
import { RunSign } from './mark.tsx';
import { JobRow } from './row.tsx';
import type { Span, SpanName } from './span.ts';
import { isWithin, placeOf, spanAt, spanNames } from './span.ts';
import { tabStop, walk } from './walk.ts';

const shownSpan = signal<SpanName>('1 h');

/** Each job a row; what became of its slots, and those to come. One stop of the Tab key: arrows go through it. */
export function Calendar(): JSX.Element {
  const time = now.value;
  const known = jobs.value;
  if (time === undefined || known === undefined) return <Empty>Reading the jobs…</Empty>;
  if (known.length === 0) return <Empty>No jobs: write `jobs` into the configuration.</Empty>;
  const span = spanAt(time, shownSpan.value);
  const zone = account.value?.zone ?? 'UTC';
  const stop = stopAmong(known, span);
  return (
    <>
      <Controls />
      <div class="calendar" role="grid" aria-label="Runs by job and time" onKeyDown={walk}>
        {known.map((job) => (
          <JobRow key={job.name} job={job} span={span} now={time} zone={zone} stop={stop} />
        ))}
        <Axis span={span} zone={zone} now={time} />
      </div>
    </>
  );
}

/** What has left the calendar is no way in: then it is the first job. */
function stopAmong(known: JobsView, span: Span): string | undefined {
  const wanted = tabStop.value;
  const isThere = known.some(
    ({ name, runs }) => name === wanted || runs.some(({ id, slot }) => id === wanted && isWithin(slot, span)),
  );
  return isThere ? wanted : known[0]?.name;
}

function Controls(): JSX.Element {
  return (
    <div class="calendar-head">
      <ul class="run-legend" aria-label="Legend">
        {legendLooks.map((look) => (
          <li key={look}>
            <RunSign look={look} /> {looks[look].name}
          </li>
        ))}
      </ul>
      <span class="units" role="group" aria-label="Time shown">
        {spanNames.map((name) => (
          <button
            type="button"
            key={name}
            aria-pressed={name === shownSpan.value}
            onClick={() => (shownSpan.value = name)}
          >
            {name}
          </button>
        ))}
      </span>
    </div>
  );
}

function Axis({
  span,
  zone,
  now: at,
}: {
  readonly span: Span;
  readonly zone: string;
  readonly now: number;
}): JSX.Element {
  return (
    <div class="calendar-axis" aria-hidden="true">
      <span class="zone-short">{zoneText(at, zone)}</span>
      <div class="track">
        {span.ticks.map((tick) => (
          <span key={tick} class="tick" style={{ left: `${100 * placeOf(tick, span)}%` }}>
            {timeText(tick, zone, 'minute')}
          </span>
        ))}
      </div>
    </div>
  );
}
