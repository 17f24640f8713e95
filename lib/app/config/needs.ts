import { teamAddress } from '../../alert/policy.ts';
import { defaultTokenParameter } from './destinations.ts';
import type { Path } from './fault.ts';
import type { Configuration } from './schema.ts';

/** Something outside that a configuration names, and where. */
type Need = { readonly name: string; readonly path: Path };

/** What a configuration needs of the stack: SSM parameters to read, SNS topics (name or ARN) to publish to. */
type Needs = { readonly parameters: readonly Need[]; readonly topics: readonly Need[] };

export function needsOf({ receivers, teams = {}, ping }: Configuration): Needs {
  const places = [
    ...Object.entries(receivers).map(([name, each]) => ({ each, path: ['receivers', name] })),
    ...Object.entries(teams).map(([name, each]) => ({ each, path: ['teams', name] })),
  ];
  const tokens = Object.entries(receivers)
    .filter(([, { slack }]) => slack !== undefined)
    .map(([name, { token }]) => ({ name: token ?? defaultTokenParameter, path: ['receivers', name] }));
  const named = (keys: readonly string[]) =>
    places.flatMap(({ each, path }) =>
      Object.entries(each)
        .filter(([key, value]) => keys.includes(key) && typeof value === 'string' && value !== teamAddress)
        .map(([key, value]) => ({ name: String(value), path: [...path, key] })),
    );
  return {
    parameters: [
      ...tokens,
      ...named(['slackWebhook', 'pagerduty', 'webhook', 'secret']),
      ...(ping === undefined ? [] : [{ name: ping, path: ['ping'] }]),
    ],
    topics: named(['sns', 'amazonQ']),
  };
}
