import { compose } from '../../lib/alert/compose/compose.ts';
import { previewMessage } from '../../cli/preview.ts';
import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import type { IncidentState } from '../../lib/alert/state.ts';
import { terminateInstance, setDesiredCapacity } from '../../sim/account/autoscaling/scale.ts';
import { managedDrainingHook } from '../../sim/account/autoscaling/managed-draining.ts';

import { startTask } from '../../sim/account/start-task.ts';
import type { Yard } from './yard.ts';
import { firstOf, openYard, serve } from './yard.ts';

export function show(yard: Yard, language: 'en' | 'ja'): void {
  for (const { state, key } of yard.simulation.store.all()) {
    const incident = state as IncidentState;
    if (incident?.kind !== 'incident') continue;
    const { alert, enrichment } = incident;
    const { message, replies } = compose({
      alert, enrichment, environment: { name: 'prod', production: true }, language, timezone: 'Asia/Tokyo', logLinks: {},
      incidentId: incidentId(alert.key, alert.startedAt), now: yard.simulation.agenda.now(),
    });
    console.log(key);
    console.log(previewMessage(message, replies, { colour: false, width: 150 }));
    console.log();
  }
}
const which = process.argv[2] ?? 'all';
const lang = (process.argv[3] ?? 'en') as 'en' | 'ja';
function standalone(yard: Yard): void {
  const { account } = yard.simulation;
  const service = serve(yard, 'reindex', { desired: 0 }, 1000);
  const definition = service.deployments[0]?.definition;
  const host = firstOf(yard).host;
  if (definition === undefined || host === undefined) throw new Error('no');
  startTask(account, { cluster: yard.cluster, definition, startedBy: 'ops-nightly', containerInstances: [host.arn] });
}
if (which === 'all' || which === 'deadlock') {
  const yard = await openYard({ hosts: 2 });
  serve(yard, 'fixed', { desired: 2, minimumHealthyPercent: 100, maximumPercent: 100 });
  await yard.run(60);
  standalone(yard);
  await yard.run(60);
  terminateInstance(yard.scaling, firstOf(yard).id, { decrement: true });
  await yard.run(33 * 60);
  show(yard, lang);
  console.log(yard.calls.map(({ operation }) => operation).join(' '));
}
if (which === 'all' || which === 'held') {
  const yard = await openYard({ hosts: 3 });
  serve(yard, 'search-api', { desired: 18, minimumHealthyPercent: 100, maximumPercent: 200 });
  await yard.run(120);
  terminateInstance(yard.scaling, firstOf(yard).id, { decrement: true });
  await yard.run(33 * 60);
  show(yard, lang);
}
if (which === 'all' || which === 'managed') {
  const yard = await openYard({ hosts: 3, hooks: [managedDrainingHook], drain: 'other: { mode: act }' });
  serve(yard, 'search-api', { desired: 18, minimumHealthyPercent: 100, maximumPercent: 200 });
  await yard.run(120);
  terminateInstance(yard.scaling, firstOf(yard).id, { decrement: true });
  await yard.run(33 * 60);
  show(yard, lang);
}
if (which === 'all' || which === 'many') {
  const yard = await openYard({ hosts: 12 });
  serve(yard, 'fixed', { desired: 24, minimumHealthyPercent: 100, maximumPercent: 100 });
  await yard.run(120);
  setDesiredCapacity(yard.scaling, yard.group, 4);
  await yard.run(33 * 60);
  show(yard, lang);
  await yard.run(40 * 60);
  show(yard, lang);
}
if (which === 'late') {
  const yard = await openYard({ hosts: 3, drain: 'web: { mode: act, deadline: 2h }' });
  const service = serve(yard, 'api', { desired: 3 }, 40 * 60_000);
  for (const container of service.deployments[0]?.definition.containers ?? []) Reflect.set(container, 'stopTimeoutS', 3600);
  await yard.run(120);
  terminateInstance(yard.scaling, firstOf(yard).id, { decrement: true });
  await yard.run(33 * 60);
  show(yard, lang);
  await yard.run(15 * 60);
  show(yard, lang);
}
