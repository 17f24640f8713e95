import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FaultView } from '../view.ts';
import { Configuration } from './configuration.tsx';
import { Icon } from './icons.tsx';
import { Empty, Pane } from './pane.tsx';
import { showBelow } from './lower-shown.ts';
import { pressFault } from './requests.ts';
import { selectionName } from './selection.ts';
import { account, selection } from './store.ts';

/** A button for each thing that can go wrong, and what the visitor has configured. */
export function Faults(): JSX.Element {
  const faults = account.value?.faults ?? [];
  return (
    <Pane name="faults" title="Break something" aside={<Aim />}>
      <div class="scroller fault-list">
        {faults.length === 0 ? <Empty>Nothing can be broken yet.</Empty> : null}
        {[...Map.groupBy(faults, ({ group }) => group)].map(([group, members]) => (
          <div key={group} class="fault-group" role="group" aria-label={group}>
            <h3>{group}</h3>
            {members.map((fault) => (
              <Fault key={fault.id} fault={fault} />
            ))}
          </div>
        ))}
      </div>
      <Configuration />
    </Pane>
  );
}

function Fault({ fault }: { readonly fault: FaultView }): JSX.Element {
  const waiting = useSignal(false);
  const { id, label, hint, active } = fault;
  const target = targetOf(fault);
  const press = async (): Promise<void> => {
    if (waiting.value) return;
    waiting.value = true;
    if (fault.aimsAt === 'job') showBelow('jobs');
    await pressFault(id, target === undefined ? {} : { target });
    waiting.value = false;
  };
  return (
    <button
      type="button"
      class={target === undefined ? 'fault' : 'fault aimed'}
      data-fault={id}
      aria-pressed={active}
      aria-busy={waiting.value}
      onClick={() => void press()}
    >
      <span class="fault-label">
        {label}
        {active ? <em>active</em> : null}
      </span>
      <span class="fault-hint">{hint}</span>
      {target === undefined ? null : <span class="visually-hidden">at {target.slice(target.indexOf('/') + 1)}</span>}
    </button>
  );
}

/** A fault is aimed only at what it can strike. */
function targetOf({ aimsAt }: FaultView): string | undefined {
  const selected = selection.value;
  return selected !== undefined && selected.kind === aimsAt ? selected.id : undefined;
}

/** What the faults are aimed at, and the way back. */
function Aim(): JSX.Element {
  const selected = selection.value;
  if (selected === undefined)
    return (
      <span class="aim" title="Select a service, an instance or a job to aim at it">
        aimed anywhere
      </span>
    );
  return (
    <button type="button" class="aim chosen" onClick={() => (selection.value = undefined)} title="Aim anywhere again">
      <span>{selectionName(selected)}</span> <Icon name="close" />
    </button>
  );
}
