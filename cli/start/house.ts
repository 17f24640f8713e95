import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { healthPolicy } from '../../lib/app/config/health-policy.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import { dynamoPaces } from '../../lib/aws/dynamodb-shared.ts';
import { dynamoStore } from '../../lib/aws/dynamodb.ts';
import { slackChannel } from '../../lib/channels/slack.ts';
import { secondMs } from '../../lib/core/time.ts';
import type { SlackServer } from '../../sim/chat/slack.ts';
import { startSlackServer } from '../../sim/chat/slack.ts';
import type { EmbeddedDynamo } from '../../sim/dynamodb.ts';
import { startDynamo } from '../../sim/dynamodb.ts';
import { Engine } from '../replay/engine.ts';
import { recordedAccount } from './account.ts';
import { storyEvidence } from './evidence.ts';
import type { NightEvent } from './night.ts';
import { recordedNight } from './night.ts';

/** A decision as the page shows it. */
export type Decided = {
  readonly at: number;
  readonly feature: string;
  readonly record: string;
  readonly reason: string;
};

/** The features over an embedded DynamoDB and a Slack of this machine, during a recorded night. */
export type House = {
  readonly engine: Engine;
  readonly events: readonly NightEvent[];
  readonly slack: SlackServer;
  readonly decisions: readonly Decided[];
  readonly close: () => Promise<void>;
};

const region = 'ap-northeast-1';

/** Decisions kept for the page. */
const decisionsShown = 200;

export async function openHouse(configuration: Configuration): Promise<House> {
  const { events, parsed, desired } = recordedNight();
  const begin = (events[0]?.at ?? 0) - 10 * secondMs;
  const now = (): number => engine.now();
  const [dynamo, slack]: [EmbeddedDynamo, SlackServer] = await Promise.all([
    startDynamo('watchkeeper'),
    startSlackServer({ now: () => now() }),
  ]);
  const account = recordedAccount(parsed, desired);
  const reads = storyEvidence({ get: (name) => account.servicesAt(now()).get(name) }, () => now());
  const toSlack = slackChannel({
    secret: async () => 'xoxb-of-this-machine',
    paces: dynamoPaces(dynamo.table, region, secondMs),
    baseUrl: slack.url,
  });
  const decisions: Decided[] = [];
  const engine = new Engine(
    {
      store: dynamoStore(dynamo.table),
      policies: {
        health: healthPolicy(configuration),
        alert: alertPolicy(configuration, { account: '123456789012', region }),
      },
      reads: { health: reads.health, alert: { enrichment: reads.enrichment, reactions: async () => undefined } },
      deliver: async ({ deliver }) => {
        if (deliver.destination.type !== 'slack')
          return { result: 'done', reason: 'not shown here', at: now(), facts: { posted: { replies: [] } } };
        return toSlack(deliver, { now, deadline: now() + 5 * secondMs });
      },
      log: (_, reason, fields) => {
        if (fields === undefined || !('actions' in fields)) return;
        decisions.push({ at: now(), feature: String(fields['feature']), record: String(fields['record']), reason });
        if (decisions.length > decisionsShown) decisions.shift();
      },
      refused: () => {},
    },
    begin,
  );
  const close = async (): Promise<void> => void (await Promise.all([dynamo.close(), slack.close()]));
  return { engine, events, slack, decisions, close };
}
