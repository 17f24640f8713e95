import type { JSX } from 'preact';
import type { RunLook } from '../../jobs.ts';
import { looks } from './looks.ts';

/** The sign of a run. Decoration: what it means is always said in words beside it. */
export function RunSign({ look }: { readonly look: RunLook }): JSX.Element {
  const { colour, form, mark, hollow = false } = looks[look];
  return (
    <svg
      class={`run-sign${hollow ? ' hollow' : ''}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
      style={{ '--state': `var(${colour})` }}
    >
      <path class="run-form" d={form} />
      {mark === undefined ? null : <path class="run-mark" d={mark} />}
    </svg>
  );
}
