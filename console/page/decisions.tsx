import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DecisionView } from '../view.ts';
import { Empty, Pane } from './pane.tsx';
import { selectionName } from './selection.ts';
import { account, decisions, selection } from './store.ts';
import { timeText } from './times.ts';

/** Decisions shown at once. */
const mostShown = 150;

const actedOnly = signal(false);

/** What was decided and why, newest first; only about the selected thing, if there is one. */
export function Decisions(): JSX.Element {
  const selected = selection.value;
  const name = selected === undefined ? undefined : selectionName(selected);
  const all = decisions.value ?? [];
  const shown = all
    .filter(({ record }) => name === undefined || record.split(/[/#]/).includes(name))
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

/** The last part of a record's key: what it is about. */
function thingOf(record: string): string {
  return record.slice(Math.max(record.lastIndexOf('/'), record.lastIndexOf('#')) + 1);
}
