import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DecisionView } from '../view.ts';
import { Empty, Pane } from './pane.tsx';
import type { Selection } from './selection.ts';
import { selectionName } from './selection.ts';
import { account, decisions, jobs, selection } from './store.ts';
import { timeText } from './times.ts';

/** Decisions shown at once. */
const mostShown = 150;

const actedOnly = signal(false);

/** What was decided and why, newest first; only about the selected thing, if there is one. */
export function Decisions(): JSX.Element {
  const names = namesOf(selection.value);
  const all = decisions.value ?? [];
  const shown = all
    .filter(({ record }) => names === undefined || record.split(/[/#]/).some((part) => names.has(part)))
    .filter(({ actions }) => !actedOnly.value || actions.length > 0)
    .slice(-mostShown)
    .toReversed();
  return (
    <Pane name="decisions" title="Decisions" aside={<OnlyActions />}>
      <ol class="scroller decision-list" tabIndex={0} aria-label="Decisions, newest first">
        {shown.map((decision) => (
          <Decision key={decision.id} decision={decision} />
        ))}
        {shown.length === 0 ? (
          <li>
            <Empty>{all.length === 0 ? 'Nothing had to be decided yet.' : 'None of these were about that.'}</Empty>
          </li>
        ) : null}
      </ol>
    </Pane>
  );
}

/** What records of the selected thing are named by: of a job, its runs as well. Undefined: nothing is selected. */
function namesOf(selected: Selection | undefined): ReadonlySet<string> | undefined {
  if (selected === undefined) return undefined;
  const job = selected.kind === 'job' ? jobs.value?.find(({ name }) => name === selected.id) : undefined;
  return new Set([selectionName(selected), ...(job?.runs.map(({ id }) => id) ?? [])]);
}

function OnlyActions(): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={actedOnly.value}
        onChange={(event) => (actedOnly.value = event.currentTarget.checked)}
      />
      only with actions
    </label>
  );
}

function Decision({ decision }: { readonly decision: DecisionView }): JSX.Element {
  const { at, feature, record, reason, actions } = decision;
  return (
    <li class={actions.length > 0 ? 'decision acted' : 'decision'}>
      <time>{timeText(at, account.value?.zone ?? 'UTC', 'second')}</time>
      <div>
        <p class="decision-head">
          <span class={`feature feature-${feature}`}>{feature}</span>
          <b title={record}>{thingOf(record)}</b>
          {actions.map((action) => (
            <span key={action} class="action">
              {action}
            </span>
          ))}
        </p>
        <p class="reason">{reason}</p>
      </div>
    </li>
  );
}

/** The last part of a record's key: what it is about. A run is called by its job and the time it is due for. */
function thingOf(record: string): string {
  const thing = record.slice(Math.max(record.lastIndexOf('/'), record.lastIndexOf('#')) + 1);
  if (!record.includes('#run/')) return thing;
  const job = jobs.value?.find(({ runs }) => runs.some(({ id }) => id === thing));
  const run = job?.runs.find(({ id }) => id === thing);
  if (job === undefined || run === undefined) return thing;
  return `${job.name} ${timeText(run.slot, account.value?.zone ?? 'UTC', 'minute')}`;
}
