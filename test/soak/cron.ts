import { parseArgs } from 'node:util';
import { seeded } from '../../sim/random.ts';
import { randomCron } from '../ecs/schedule/cron-cases.ts';
import { agreedZones, compareChanges, compareNext } from '../ecs/schedule/model-agreement.ts';

/** Our cron against the simulator's, over random expressions. All disagreements are shown, up to twenty. */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const began = performance.now();
const found: string[] = [];
let fires = 0;
const from = Number(values.from);
for (let number = from; number < from + Number(values.cases); number += 1) {
  const random = seeded(`cron ${values.seed} ${number}`);
  const cron = randomCron(random);
  for (const timezone of agreedZones) {
    const given = { cron, timezone };
    for (const { fires: compared, disagreements } of [
      compareNext(given, random, { moments: 5, count: 20 }),
      compareChanges(given),
    ]) {
      fires += compared;
      found.push(...disagreements);
    }
  }
  if (number % 500 === 499) process.stderr.write(`${number + 1} expressions, ${fires} times\n`);
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(
  `${values.cases} expressions × ${agreedZones.length} time zones, ${fires} times, ${found.length} disagreements, ${seconds} s\n`,
);
for (const each of found.slice(0, 20)) process.stdout.write(`${each}\n`);
process.exitCode = found.length === 0 ? 0 : 1;
