import { expect, test } from 'vitest';
import { pastIn } from '../../../lib/alert/past/read.ts';
import { dayMs, hourMs, minuteMs } from '../../../lib/core/time.ts';
import { levelOf, night, openDesk } from '../desk.ts';

const plain = 'receivers: { team: { slack: C0123456789 } }\npager: live\n';

test('each incident of a subject is kept by itself, with who was told of it', async () => {
  const desk = openDesk(plain);
  await desk.hear(levelOf('api', { at: night, impact: 'down' }));
  await desk.advance(night + 5 * minuteMs);
  await desk.hear(levelOf('api', { at: night + 5 * minuteMs, startedAt: night, version: 2, status: 'resolved' }));
  await desk.advance(night + hourMs);
  await desk.hear(levelOf('api', { at: night + hourMs, cause: 'oom' }));
  await desk.advance(night + 2 * hourMs);
  const over = night + 2 * hourMs;
  await desk.hear(
    levelOf('api', { at: over, startedAt: night + hourMs, version: 2, status: 'resolved', cause: 'oom' }),
  );
  await desk.advance(over + hourMs);
  const kept = (await pastIn(desk.store, '2026-11')).toSorted((a, b) => a.alert.startedAt - b.alert.startedAt);
  expect(kept).toMatchObject([
    {
      kind: 'past',
      alert: { startedAt: night, status: 'resolved' },
      told: [{ receiver: 'team', type: 'slack' }],
      isWhole: true,
    },
    { kind: 'past', alert: { startedAt: night + hourMs, causes: [{ id: 'oom' }] }, isWhole: true },
  ]);
  expect(kept[0]?.steps.map(({ status }) => status)).toEqual(['firing', 'resolved']);
  expect(await pastIn(desk.store, '2026-10')).toEqual([]);
});

test('what is kept ends by itself after 400 days', async () => {
  const desk = openDesk(`${plain}digest: none\n`);
  await desk.hear(levelOf('api', { at: night, status: 'resolved' }));
  await desk.advance(night + hourMs);
  const [key = ''] = desk.store.all().flatMap((each) => (each.key.includes('#past/') ? [each.key] : []));
  const record = (await desk.store.load([key])).get(key);
  expect(record?.dueAt).toBe(night + 400 * dayMs);
});
