import type { DayCounts } from '../../alert/day-counts.ts';
import { utcDaysOf } from '../../alert/day-counts.ts';
import type { AlertEvent } from '../../alert/events.ts';
import { parseAlertMessage } from '../../alert/events.ts';
import { openIncidents } from '../../alert/feature.ts';
import type { AlertReads } from '../../alert/gather.ts';
import { pastIn } from '../../alert/past/read.ts';
import type { AlertTarget } from '../../alert/incident/draft.ts';
import type { AlertPolicy } from '../../alert/policy.ts';
import { deferred } from '../../aws/client.ts';
import type { Secrets } from '../../channels/deliver.ts';
import type { RecordStore } from '../../core/ports.ts';
import type { SizeReads } from '../../core/size-reads.ts';
import { alertPolicy } from '../config/alert-policy.ts';
import type { Environment } from '../environment.ts';
import { accountOf } from '../environment.ts';
import type { Built } from '../lambda.ts';
import { countsName } from '../telemetry.ts';
import { authorityOf } from './authority.ts';
import { deliverTo } from './channels.ts';
import { ecsOf } from './ecs.ts';
import { enrichmentReads } from './enrichment.ts';
import { groundOf } from './ground.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { reactionsOf } from './reactions.ts';

/** Everything the alert function may touch: the table, its queue, reads for evidence, secrets, and the channels. */
export async function alertWorld(
  host: Host = lambdaHost,
): Promise<Built<AlertEvent, AlertTarget, AlertReads, AlertPolicy>> {
  const { clock } = host;
  const { environment, store, paces, counts, configuration, world } = groundOf(host, 'alert');
  const stack = { account: accountOf(environment.queueUrl), region: environment.region, ...alarmTopic(environment) };
  const { slackApiUrl, pagerDutyUrl } = environment;
  const secret = secretsOf(host);
  const needs = { secret, publish: publisher(host), paces, send: host.send(), slackApiUrl, pagerDutyUrl };
  const deliver = deliverTo(needs);
  return {
    tally: counts,
    world: {
      ...world,
      parse: parseAlertMessage,
      policy: async () => alertPolicy(await configuration(), stack),
      store,
      read: {
        enrichment: enrichmentReads(host),
        records: store.load,
        open: async () => store.open('alert', openIncidents),
        past: async (month) => pastIn(store, month),
        counts: async (from, to) => countsOf(store, environment.region, { from, to }),
        sizes: sizesOf(host),
        reactions: reactionsOf(needs, clock),
        stopped: stoppedBy(environment, host),
      },
      act: async ({ deliver: delivery }, { deadline }) => {
        const outcome = await deliver(delivery, { now: clock.now, deadline });
        if (outcome.result === 'permanent') counts.count('PermanentRefusals', 1);
        return outcome;
      },
      authority: async () => ({ acting: false, reason: 'alert acts on nothing' }),
    },
  };
}

/** Read once a week: what it needs is loaded then. */
function sizesOf({ client, clock }: Host): SizeReads {
  const usage = deferred<Omit<SizeReads, 'service' | 'taskDefinition'>>(async () => {
    const [{ openEcs }, { openCloudWatch }, { usageReads }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/metric-data.ts'),
      import('../../aws/usage.ts'),
    ]);
    return usageReads({ ecs: client(openEcs()), cloudWatch: client(openCloudWatch()) }, clock);
  });
  const { service, taskDefinition } = ecsOf({ client, clock });
  const { allServices, daysOf, hoursOf, fargateVcpus } = usage;
  return { allServices, daysOf, hoursOf, fargateVcpus, service, taskDefinition };
}

function alarmTopic({ alarmTopicArn }: Environment): { readonly alarmTopicArn?: string } {
  return alarmTopicArn === undefined ? {} : { alarmTopicArn };
}

function secretsOf({ client, clock }: Host): Secrets {
  let loading: Promise<Secrets> | undefined;
  return async (parameter, options) => {
    loading ??= import('../../aws/ssm.ts').then(({ openSsm, ssmSecrets }) => ssmSecrets(client(openSsm()), clock));
    return (await loading)(parameter, options);
  };
}

function publisher({
  client,
}: Host): (topicArn: string, body: { readonly subject?: string; readonly message: string }) => Promise<void> {
  const topics = deferred(async () => {
    const { openSns, snsPublish } = await import('../../aws/sns.ts');
    return { publish: snsPublish(client(openSns())) };
  });
  return async (topicArn, { subject, message }) => {
    await topics.publish({ topicArn, message, ...(subject !== undefined && { subject }) });
  };
}

/** Shown in every alert while acting is stopped by hand. Where nothing may act in the first place there is nothing to stop. */
function stoppedBy(environment: Environment, host: Host): () => Promise<string | undefined> {
  if (environment.mode === 'watch') return async () => undefined;
  const authority = authorityOf(environment, host);
  return async () => {
    const state = await authority();
    return state.acting ? undefined : state.reason;
  };
}

async function countsOf(
  store: Pick<RecordStore, 'readCounts'>,
  region: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<DayCounts> {
  const days = utcDaysOf(from, to).map(async (day) => [day, await store.readCounts(countsName(region, day))] as const);
  return new Map(await Promise.all(days));
}
