import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { JobView, RunStepView, RunView } from '../../jobs.ts';
import { Icon } from '../icons.tsx';
import { account, now } from '../store.ts';
import { timeText } from '../times.ts';
import type { ChosenRun } from './chosen.ts';
import { closeStory } from './chosen.ts';
import { durationText } from './durations.ts';
import { looks } from './looks.ts';
import { RunSign } from './mark.tsx';

/** One run from its slot to its end: what happened when, how long it took against usual, and what to do. */
export function Story({ job, run }: ChosenRun): JSX.Element {
  const zone = account.value?.zone ?? 'UTC';
  const body = useRef<HTMLDivElement>(null);
  const isLive = run.endedAt === undefined;
  useEffect(() => {
    // What goes on is read at its end, what is over from its beginning.
    const top = isLive ? (body.current?.scrollHeight ?? 0) : 0;
    body.current?.scrollTo({ top });
  }, [run.id, isLive && run.steps.length]);
  return (
    <section class="story" aria-labelledby="story-title">
      <header class="story-head">
        <RunSign look={run.look} />
        <h3 id="story-title">
          {job.name} <time>{timeText(run.slot, zone, 'minute')}</time>
        </h3>
        <p aria-live="polite" style={{ '--state': `var(${looks[run.look].colour})` }}>
          {run.says}
        </p>
        <button type="button" class="icon-button" aria-label="Close the story" onClick={closeStory}>
          <Icon name="close" />
        </button>
      </header>
      <div class="story-body" ref={body} tabIndex={0} role="group" aria-label="Story">
        <ol class="steps" aria-label="What happened">
          <Step step={{ at: run.slot, tone: 'plain', text: 'due' }} zone={zone} />
          {run.steps.map((step) => (
            <Step key={`${step.at} ${step.text}`} step={step} zone={zone} />
          ))}
        </ol>
        <Facts job={job} run={run} zone={zone} />
      </div>
    </section>
  );
}

function Step({ step, zone }: { readonly step: RunStepView; readonly zone: string }): JSX.Element {
  const { at, tone, text, details } = step;
  return (
    <li class={`step step-${tone}`} title={details}>
      <time>{timeText(at, zone, 'second')}</time>
      <span>{text}</span>
    </li>
  );
}

function Facts({ job, run, zone }: ChosenRun & { readonly zone: string }): JSX.Element {
  const { exit, why } = run;
  const [next] = job.next;
  return (
    <dl class="facts">
      <Took job={job} run={run} />
      {exit === undefined ? null : <Fact name={`Exit ${exit.code}`}>{exit.meaning}</Fact>}
      {why?.likely === undefined ? null : <Fact name="Why">{why.likely}</Fact>}
      {why === undefined ? null : <Fact name="Do">{why.remedy}</Fact>}
      {isOpenToRun(run) ? (
        <Fact name="Run it">
          <code>
            watchkeeper run {job.name} --at {new Date(run.slot).toISOString().replace(':00.000Z', 'Z')}
          </code>
        </Fact>
      ) : null}
      {next === undefined ? null : <Fact name="Next">{timeText(next, zone, 'minute')}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: JSX.Element | string }): JSX.Element {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A person can have it begun once more: what has not succeeded, and does not go on. */
function isOpenToRun({ look, slot }: RunView): boolean {
  const ended = look === 'failed' || look === 'missed' || look === 'skipped' || look === 'stopped';
  // A run beside the schedule has no slot to be named by.
  return ended && slot % 60_000 === 0;
}

/** How long it ran, or has run, beside what is usual: half of the successes, and 95 of 100, took no longer. */
function Took({ job, run }: { readonly job: JobView; readonly run: RunView }): JSX.Element | null {
  const { usualMs, slowMs } = job;
  const { startedAt, endedAt = now.value } = run;
  if (startedAt === undefined || endedAt === undefined) return null;
  const tookMs = Math.max(0, endedAt - startedAt);
  const most = Math.max(tookMs, (slowMs ?? 0) * 1.15, 1);
  const part = (ms: number): string => `${(100 * ms) / most}%`;
  return (
    <Fact name={run.endedAt === undefined ? 'So far' : 'Took'}>
      <>
        <b>{durationText(tookMs)}</b>
        {usualMs === undefined ? ' · nothing to compare it with yet' : ` · usually ${durationText(usualMs)}`}
        {usualMs === undefined || slowMs === undefined ? null : (
          <span class={tookMs > slowMs ? 'took took-long' : 'took'} aria-hidden="true">
            <i style={{ width: part(tookMs) }} />
            <u style={{ left: part(usualMs) }} title={`half took no longer than ${durationText(usualMs)}`} />
            <u style={{ left: part(slowMs) }} title={`95 of 100 took no longer than ${durationText(slowMs)}`} />
          </span>
        )}
      </>
    </Fact>
  );
}
