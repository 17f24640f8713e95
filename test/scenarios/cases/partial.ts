import type { Scenario } from '../play.ts';
import { trouble } from '../strikes.ts';

/** Where somebody has allowed the most: what serves is left alone nevertheless. */
const configuration = 'crashLoops: { "web/*": { mode: act, do: stop } }\n';

const some = (row: Pick<Scenario, 'name' | 'kind' | 'strike'> & Partial<Scenario>): Scenario => ({
  configuration,
  minutes: 60,
  causes: ['essential_exit'],
  worst: 'at-risk',
  next: ['scheduler_replaces'],
  end: 'resolved',
  ...row,
});

/** Some tasks of a service crash, again and again, while the others serve. */
export const partialCases: readonly Scenario[] = [
  some({
    name: 'a message that kills one worker in five',
    kind: 'many workers on Fargate',
    strike: trouble('poison-message', 25),
    says: { between: /Unexpected token/ },
  }),
  some({
    name: 'a host on which every task dies',
    kind: 'many workers on hosts',
    strike: trouble('bad-host', 25),
    worst: 'degraded',
  }),
  some({
    name: 'a zone in which every task dies',
    kind: 'many web on Fargate',
    strike: trouble('bad-zone', 25),
    worst: 'degraded',
    others: ['web/service/shop-front'],
  }),
  some({
    name: 'a dependency that flaps',
    kind: 'many web on Fargate',
    strike: trouble('flapping-dependency', 25),
  }),
];
