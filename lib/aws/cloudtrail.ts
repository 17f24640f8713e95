import type { Event as AwsEvent } from '@aws-sdk/client-cloudtrail';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { Actor, TrailEvent, TrailQuery, TrailReads } from '../core/evidence-reads.ts';
import { turns } from '../core/turns.ts';
import type { Clock, Read } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { clientSettings, within } from './client.ts';
import { readFrom } from './errors.ts';
import { present } from '../core/present.ts';

/** LookupEvents allows two requests a second per account and Region (API_LookupEvents); others may be looking, too. */
const paceMs = 600;

/** So many answers of 50 events are looked through. */
const mostPages = 2;

/**
 * Which calls make a change, and how long before the moment it shows they may have been made. A deployment of ECS is
 * created by the call itself; CodeDeploy makes its task set when its own hooks and waits let it; Auto Scaling ends instances
 * within minutes.
 * Looked up by event name and filtered here: whether ECS fills in the resource names that LookupEvents can search is not
 * documented.
 */
const lookups: Readonly<Record<TrailQuery['of'], { names: readonly string[]; beforeMs: number; afterMs: number }>> = {
  service: { names: ['UpdateService', 'CreateService'], beforeMs: 2 * minuteMs, afterMs: minuteMs },
  codedeploy: { names: ['CreateDeployment'], beforeMs: 30 * minuteMs, afterMs: minuteMs },
  group: {
    names: ['SetDesiredCapacity', 'UpdateAutoScalingGroup', 'TerminateInstanceInAutoScalingGroup'],
    beforeMs: 5 * minuteMs,
    afterMs: minuteMs,
  },
};

export function openCloudTrail(): CloudTrailClient {
  return new CloudTrailClient(clientSettings);
}

/** What CloudTrail's event history (90 days, no trail needed) knows. Events arrive there minutes after the call. */
export function trailReads(
  client: CloudTrailClient,
  clock: Clock,
  pause: (waitMs: number) => Promise<unknown>,
): TrailReads {
  const inLine = turns();
  let freeAt: Instant = 0;
  const paced = async <Value>(call: () => Promise<Value>): Promise<Value> =>
    // The wait stands before a call, never behind the last one: there the function may be frozen already.
    inLine(async () => {
      const waitMs = freeAt - clock.now();
      if (waitMs > 0) await pause(waitMs);
      freeAt = clock.now() + paceMs;
      return call();
    });
  return {
    lastChange: async (query) => {
      for (const name of lookups[query.of].names) {
        const found = await readFrom(clock, async () => newest(client, query, { name, paced }));
        if (!found.ok) return found;
        if (found.value !== undefined) return { ...found, value: found.value } satisfies Read<TrailEvent>;
      }
      return { ok: false, reason: 'not-found' };
    },
  };
}

type Lookup = { readonly name: string; readonly paced: <Value>(call: () => Promise<Value>) => Promise<Value> };

async function newest(
  client: CloudTrailClient,
  query: TrailQuery,
  { name, paced }: Lookup,
): Promise<TrailEvent | undefined> {
  const { beforeMs, afterMs } = lookups[query.of];
  const found: TrailEvent[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const input = {
      LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue: name }],
      StartTime: new Date(query.at - beforeMs),
      EndTime: new Date(query.at + afterMs),
      MaxResults: 50,
      ...(token !== undefined && { NextToken: token }),
    };
    const answer = await paced(async () => client.send(new LookupEventsCommand(input), within()));
    found.push(...(answer.Events ?? []).flatMap((event) => matchOf(event, query) ?? []));
    token = answer.NextToken;
    if (token === undefined) break;
  }
  return nearest(found, query.at);
}

/** The change that made it: the one closest to the moment. */
function nearest(events: readonly TrailEvent[], at: Instant): TrailEvent | undefined {
  return [...events].sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
}

/** The parts of a CloudTrail record that are read (cloudtrail-event-reference-user-identity). All of it may be missing. */
type TrailRecord = {
  readonly errorCode?: string;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly userIdentity?: {
    readonly type?: string;
    readonly arn?: string;
    readonly userName?: string;
    readonly invokedBy?: string;
    readonly sessionContext?: { readonly sessionIssuer?: { readonly userName?: string } };
  };
};

function matchOf(event: AwsEvent, query: TrailQuery): TrailEvent | undefined {
  const record = recordOf(event.CloudTrailEvent);
  if (record === undefined || record.errorCode !== undefined || event.EventTime === undefined) return undefined;
  if (!isAbout(record.requestParameters ?? {}, query)) return undefined;
  return {
    id: event.EventId ?? '',
    name: event.EventName ?? '',
    at: event.EventTime.getTime(),
    actor: actorOf(record.userIdentity),
  };
}

/**
 * Application Auto Scaling calls UpdateService for every change of the desired count: only calls that roll out something
 * count, which is what starts a deployment. The service is `serviceName` in CreateService and `service` in UpdateService.
 */
function isAbout(asked: Readonly<Record<string, unknown>>, query: TrailQuery): boolean {
  if (query.of === 'codedeploy') {
    return asked['applicationName'] === query.application && asked['deploymentGroupName'] === query.group;
  }
  if (query.of === 'group')
    return asked['autoScalingGroupName'] === query.group || asked['instanceId'] === query.ec2InstanceId;
  const service = asked['service'] ?? asked['serviceName'];
  const cluster = asked['cluster'] ?? 'default';
  if (lastPart(service) !== query.service || lastPart(cluster) !== query.cluster) return false;
  const onlyScales = Object.keys(asked).every((name) => ['service', 'cluster', 'desiredCount'].includes(name));
  return asked['serviceName'] !== undefined || !onlyScales;
}

type Identity = NonNullable<TrailRecord['userIdentity']>;

/** The types of callers (cloudtrail-event-reference-user-identity, `type`). What is not listed here is `other`. */
const actorTypes: Readonly<Record<string, Actor['type']>> = {
  AssumedRole: 'role',
  SAMLUser: 'role',
  WebIdentityUser: 'role',
  IAMUser: 'user',
  IdentityCenterUser: 'user',
  Root: 'root',
  AWSService: 'service',
};

const actorNames: Readonly<Record<Actor['type'], (identity: Identity, path: readonly string[]) => string | undefined>> =
  {
    role: ({ sessionContext, userName }, path) => sessionContext?.sessionIssuer?.userName ?? path[1] ?? userName,
    user: ({ userName }, path) => userName ?? path.at(-1),
    root: () => 'root',
    service: ({ invokedBy }) => serviceNameOf(invokedBy),
    other: ({ userName }, path) => userName ?? path.at(-1),
  };

/** The ARN of a role's caller is `…:assumed-role/ROLE/SESSION`. */
function actorOf(identity: Identity = {}): Actor {
  const type = actorTypes[identity.type ?? ''] ?? 'other';
  const path = identity.arn?.split('/') ?? [];
  return {
    type,
    name: actorNames[type](identity, path) ?? '',
    ...present({
      session: type === 'role' && path.length > 1 ? path.at(-1) : undefined,
      via: type === 'service' ? undefined : serviceNameOf(identity.invokedBy),
    }),
  };
}

function serviceNameOf(principal: string | undefined): string | undefined {
  return principal?.replace(/\.amazonaws\.com(?:\.cn)?$/, '');
}

function lastPart(name: unknown): string {
  return typeof name === 'string' ? (name.split('/').at(-1) ?? '') : '';
}

function recordOf(json: string | undefined): TrailRecord | undefined {
  try {
    const record: unknown = JSON.parse(json ?? '');
    return typeof record === 'object' && record !== null ? record : undefined;
  } catch {
    return undefined;
  }
}
