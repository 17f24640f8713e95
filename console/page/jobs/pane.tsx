import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Pane } from '../pane.tsx';
import { jobs } from '../store.ts';
import { Calendar } from './calendar.tsx';
import { chosen, followClaim } from './chosen.ts';
import { Story } from './story.tsx';

/** The runs of jobs as a calendar, and the story of the one that is chosen. */
export function Jobs(): JSX.Element {
  useEffect(followClaim, [jobs.value]);
  const open = chosen.value;
  return (
    <Pane name="jobs" title="Jobs">
      <div class="jobs">
        <Calendar />
        {open === undefined ? <p class="hint">Choose a run to read what happened to it.</p> : <Story {...open} />}
      </div>
    </Pane>
  );
}
