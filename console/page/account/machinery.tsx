import type { JSX } from 'preact';
import type { AccountView, FunctionView, QueueView } from '../../view.ts';

/** Watchkeeper's own functions and queues. */
export function Machinery({ view: { functions, queues } }: { readonly view: AccountView }): JSX.Element {
  return (
    <section class="cluster machinery" aria-labelledby="machinery-title">
      <header class="cluster-head">
        <h3 id="machinery-title">
          <span class="kind">stack</span> watchkeeper
        </h3>
        <p>functions and queues of this account</p>
      </header>
      <ul class="cells">
        {functions.map((each) => (
          <FunctionCell key={each.name} view={each} />
        ))}
      </ul>
      <ul class="cells">
        {queues.map((each) => (
          <QueueCell key={each.name} view={each} />
        ))}
      </ul>
    </section>
  );
}

function FunctionCell({ view }: { readonly view: FunctionView }): JSX.Element {
  const { name, invocations, errors, inFlight } = view;
  return (
    <li class={inFlight > 0 ? 'cell busy' : 'cell'}>
      <b>{name}</b>
      <span>
        {invocations} {invocations === 1 ? 'run' : 'runs'}
      </span>
      {errors > 0 ? (
        <em>
          {errors} {errors === 1 ? 'error' : 'errors'}
        </em>
      ) : null}
    </li>
  );
}

/** Messages that wait in a dead-letter queue are never all right. */
function QueueCell({ view: { name, visible, inFlight, delayed } }: { readonly view: QueueView }): JSX.Element {
  const busy = visible + inFlight > 0 ? ' busy' : '';
  const bad = /dead/i.test(name) && visible > 0 ? ' bad' : '';
  return (
    <li class={`cell queue${busy}${bad}`}>
      <b>{name}</b>
      <span>
        {visible} waiting{inFlight > 0 ? `, ${inFlight} in flight` : ''}
        {delayed > 0 ? `, ${delayed} later` : ''}
      </span>
    </li>
  );
}
