import type { JSX } from 'preact';
import type { HealthLevel } from '../../view.ts';
import { healthNames } from './state.ts';

/** A form for each level, so that colour is not the only sign: disc, triangle, diamond, square, ring. */
const forms: Readonly<Record<HealthLevel, readonly [form: string, mark: string]>> = {
  ok: ['M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z', 'm5 8.3 2.1 2.1L11 6.2'],
  'at-risk': ['M8 1.2 15.2 14.2H.8Z', 'M8 6v3.7M8 11.7v.4'],
  degraded: ['M8 .6 15.4 8 8 15.4.6 8Z', 'M8 4.7v4M8 11v.4'],
  down: ['M2.2 2.2h11.6v11.6H2.2Z', 'm5.3 5.3 5.4 5.4M10.7 5.3l-5.4 5.4'],
  unknown: [
    'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z',
    'M6.2 6.3c0-2.4 3.6-2.4 3.6 0 0 1.4-1.8 1.4-1.8 2.9M8 11.5v.3',
  ],
};

export function HealthSign({ health }: { readonly health: HealthLevel }): JSX.Element {
  const [form, mark] = forms[health];
  return (
    <svg class={`sign sign-${health}`} viewBox="0 0 16 16" role="img" aria-label={healthNames[health]}>
      <path class="sign-form" d={form} />
      <path class="sign-mark" d={mark} />
    </svg>
  );
}
