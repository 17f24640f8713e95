process.env['AWS_REGION'] = 'ap-northeast-1';
process.env['AWS_ACCESS_KEY_ID'] = 'a';
process.env['AWS_SECRET_ACCESS_KEY'] = 'b';
import { allFaults, scenarioOf } from './scenario/scenario.ts';
import { Play } from './scenario/run.ts';
const seed = Number(process.argv[2]);
const mode = process.argv[3];
const s = scenarioOf(seed, mode === 'troubles' ? { ...allFaults, hindrances: [] } : allFaults);
console.log(
  JSON.stringify(
    s.plan.services.map((x) => [
      x.cluster,
      x.name,
      x.runsOn,
      x.kind,
      x.program,
      x.desired,
      x.circuitBreaker,
      x.hostPort,
      x.minimumHealthyPercent,
      x.maximumPercent,
    ]),
  ),
  JSON.stringify(s.troubles),
  JSON.stringify(s.hindrances),
);
const p = new Play(s, (line) => {
  const l = JSON.parse(line);
  if (l.level !== 'debug' && l.message && process.argv[4] === 'v')
    console.log(
      '   ',
      l.time?.slice(11, 19),
      l.function,
      l.level,
      l.message,
      l.record ?? '',
      l.error?.message ?? '',
      (l.actions ?? []).join(','),
    );
});
await p.run();
const sim = (p as any).simulation;
for (const e of sim.events) {
  const d = e.detail;
  console.log(
    e.time.slice(11, 19),
    e['detail-type'],
    d.lastStatus ?? d.eventName ?? d.status,
    d.desiredStatus ?? '',
    d.stopCode ?? '',
    d.stoppedReason ?? d.reason ?? '',
    d.containers?.map((c: any) => c.exitCode + ' ' + (c.reason ?? '')).join(';') ?? '',
    d.group ?? '',
    d.taskArn?.slice(-6) ?? '',
  );
}
for (const m of sim.slack.state.messages)
  console.log(
    new Date(m.postedAt).toISOString().slice(11, 19),
    m.threadTs ? '  >' : '',
    m.content.text.slice(0, 200),
    m.editedAt ? '(edited ' + new Date(m.editedAt).toISOString().slice(11, 19) + ' ' + m.history.length + ')' : '',
    m.content.attachments?.[0]?.color ?? '',
  );
if (process.argv[5]) for (const m of sim.slack.state.messages) console.log(JSON.stringify(m.content, null, 1));
console.log(p.outcome().broken, sim.errors);
