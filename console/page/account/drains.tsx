import type { JSX } from 'preact';
import type { ClusterView, DrainView } from '../../view.ts';
import { isSelected } from '../selection.ts';
import { now, selection } from '../store.ts';

/** Instances that are to go: who waits for them, what is still on them, and how long at most. */
export function Drains({ cluster: { name, drains } }: { readonly cluster: ClusterView }): JSX.Element | null {
  if (drains.length === 0) return null;
  return (
    <ul class="drains" aria-label={`Drains of ${name}`}>
      {drains.map((drain) => (
        <li key={`${drain.instance} ${drain.since}`}>
          <Drain drain={drain} />
        </li>
      ))}
    </ul>
  );
}

const phases: Readonly<Record<DrainView['phase'], string>> = {
  observed: 'would be drained',
  waiting: 'waits its turn',
  draining: 'draining',
  stuck: 'stuck',
  leaving: 'leaving',
  returning: 'comes back',
  over: 'over',
};

function Drain({ drain }: { readonly drain: DrainView }): JSX.Element {
  const { instance, phase, why, end } = drain;
  const self = { kind: 'instance', id: instance } as const;
  const selected = isSelected(selection.value, self);
  const look = end === undefined ? phase : end.isGood ? 'done' : 'forced';
  return (
    <button
      type="button"
      class={`drain drain-${look}`}
      aria-pressed={selected}
      title={selected ? 'Show everything again' : `Follow ${instance}`}
      onClick={() => (selection.value = selected ? undefined : self)}
    >
      <span class="drain-id">{instance}</span>
      <span class="drain-phase">{end === undefined ? phases[phase] : end.text}</span>
      <span class="drain-why">
        {why}
        {phase === 'observed' ? <em> · only observed, by the policy</em> : null}
      </span>
      {end === undefined ? <Left drain={drain} /> : null}
    </button>
  );
}

function Left({ drain }: { readonly drain: DrainView }): JSX.Element {
  const { tasks, endsAt, since } = drain;
  const time = now.value;
  const held = tasks.filter(({ isDaemon }) => !isDaemon);
  return (
    <>
      <span class="drain-tasks">
        {held.length === 0 ? <span class="drain-task">nothing left that is waited for</span> : null}
        {tasks.map(({ name, count, stopping, isDaemon, isStandalone }) => (
          <span
            key={name}
            class={`drain-task${isDaemon ? ' drain-daemon' : ''}${stopping === count ? ' drain-stops' : ''}`}
          >
            <b>{count}</b> {name}
            {isDaemon ? <small> daemon</small> : null}
            {isStandalone ? <small> of no service</small> : null}
            {stopping > 0 && !isDaemon ? (
              <small> {stopping === count ? 'stopping' : `${stopping} stopping`}</small>
            ) : null}
          </span>
        ))}
      </span>
      {endsAt === undefined || time === undefined ? null : <Countdown from={since} to={endsAt} at={time} />}
    </>
  );
}

/** How long at most: then it goes, whatever is on it. */
function Countdown({ from, to, at }: { readonly from: number; readonly to: number; readonly at: number }): JSX.Element {
  const leftMs = Math.max(0, to - at);
  const part = to > from ? Math.min(1, Math.max(0, (at - from) / (to - from))) : 1;
  const seconds = Math.ceil(leftMs / 1000);
  const text = seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return (
    <span class="drain-countdown" role="timer" title="Then it goes, whatever is still on it">
      <span>
        <b>{text}</b> more at most
      </span>
      <i aria-hidden="true">
        <i style={{ width: `${part * 100}%` }} />
      </i>
    </span>
  );
}
