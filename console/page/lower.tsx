import type { JSX } from 'preact';
import { Jobs } from './jobs/pane.tsx';
import { jobsInTrouble } from './jobs/trouble.ts';
import type { LowerPart } from './lower-shown.ts';
import { lowerShown, showBelow } from './lower-shown.ts';
import { chosen } from './jobs/chosen.ts';
import { Plots } from './plots/pane.tsx';
import { jobs } from './store.ts';

const parts: readonly { readonly part: LowerPart; readonly label: string }[] = [
  { part: 'plots', label: 'Over time' },
  { part: 'jobs', label: 'Jobs' },
];

/** Curves or jobs. On a phone each is a part of its own. */
export function Lower(): JSX.Element {
  const troubled = jobsInTrouble(jobs.value ?? []).length;
  const story = lowerShown.value === 'jobs' && chosen.value !== undefined ? ' with-story' : '';
  return (
    <div class={`lower lower-${lowerShown.value}${story}`}>
      <div class="lower-switch" role="group" aria-label="Shown below the account">
        {parts.map(({ part, label }) => (
          <button type="button" key={part} aria-pressed={lowerShown.value === part} onClick={() => showBelow(part)}>
            {label}
            {part === 'jobs' && troubled > 0 ? (
              <span class="unread-here">
                {troubled}
                <span class="visually-hidden"> in trouble</span>
              </span>
            ) : null}
          </button>
        ))}
      </div>
      <Plots />
      <Jobs />
    </div>
  );
}
