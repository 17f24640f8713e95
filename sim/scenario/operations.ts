import { awsApi } from '../api/aws-api.ts';
import type { Consistency } from '../api/past.ts';
import type { Simulation } from '../simulation.ts';
import type { WireHandlers } from '../wire.ts';

/** The parameters the stack's owner has put into SSM. Nothing checks the values. */
const parameters = new Map([
  ['/watchkeeper/slack-token', { value: 'xoxb-of-a-simulated-workspace', secret: true }],
  ['/watchkeeper/pagerduty', { value: '0123456789abcdef0123456789abcdef', secret: true }],
]);

/** The real one's habits: answers a little old now and then, small pages, log reads that come empty though there is more. */
const usualConsistency: Consistency = { mostMs: 3000, share: 0.2 };

/** What AWS answers in a simulation: the account's APIs, with AWS's own throttle buckets. */
export function operationsOf(simulation: Simulation): WireHandlers {
  return awsApi(simulation.account, {
    random: simulation.random.fork('api'),
    consistency: usualConsistency,
    throttle: true,
    mostPerPage: 20,
    emptyLogAnswers: 0.2,
    parameters,
    publish: (published) => simulation.published.push(published),
  });
}
