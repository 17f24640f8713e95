import { execFileSync } from 'node:child_process';
import { benchDrains } from './drains/drains.ts';
import { benchDay } from './health/day.ts';
import { benchEvents } from './events.ts';
import { benchLatency } from './latency.ts';
import { benchPlacement } from './placement.ts';
import { benchScaling } from './scaling/scaling.ts';
import { benchTick } from './scaling/tick.ts';
import { benchSimulation } from './simulation.ts';
import { benchStarts } from './starts.ts';

const title = (text: string): void => console.log(`\n${text}\n${'-'.repeat(text.length)}`);
const print = (lines: readonly string[]): void => {
  for (const line of lines) console.log(line);
};

console.log(`node ${process.version}, ${process.platform} ${process.arch}`);
execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
title('Events on one core');
print(benchEvents());
title('Placement');
print(benchPlacement());
title('From process start to the first event handled');
print(await benchStarts());
title('From event to first chat post, warm functions on this machine');
print(await benchLatency());
title('The simulated account');
print(await benchSimulation());
title('What watching costs: a day of a large account');
print(await benchDay());
title('Drains, by us and by others');
await benchDrains(print);
title('Scaling, by us and by others');
print(benchScaling());
title('One tick of scaling policies: from the tick to the last save, AWS answering at once');
print(await benchTick());
title('A storm: see `npx vitest run test/flows/storms.test.ts` for 1,000 failures and 60 services');
