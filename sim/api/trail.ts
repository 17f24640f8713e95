import type { Event, LookupAttribute, LookupEventsRequest, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { present } from '../../lib/core/present.ts';
import type { Instant } from '../../lib/core/time.ts';
import { isoTime, minuteMs } from '../../lib/core/time.ts';
import { nameIn } from '../account/identities.ts';
import { Refusal } from '../account/refusal.ts';
import type { TrailEvent } from '../account/surroundings.ts';
import type { Api } from './api.ts';
import { date } from './api.ts';
import { pageOf } from './pages.ts';

/** CloudTrail delivers "within an average of about 5 minutes" (how-cloudtrail-works): from and to, by the switch. */
const arrivalMs = { usual: [2 * minuteMs, 7 * minuteMs], late: [5 * minuteMs, 15 * minuteMs] } as const;

type Attributes = Readonly<Record<string, (event: TrailEvent) => string>>;

/** What can be looked up (API_LookupAttribute), as far as the account writes it down. */
const attributes: Attributes = {
  EventId: ({ id }) => id,
  EventName: ({ name }) => name,
  EventSource: () => 'ecs.amazonaws.com',
  ReadOnly: () => 'false',
  ResourceName: ({ resource }) => nameIn(resource),
  Username: ({ session }) => session,
};

/** CloudTrail's event history: newest first, fifty at once. */
export function trailOperations(api: Api) {
  return {
    'CloudTrail.LookupEvents': (input: LookupEventsRequest) => lookupEvents(api, input),
  };
}

function lookupEvents(api: Api, input: LookupEventsRequest): LookupEventsResponse {
  const now = api.account.agenda.now();
  const from = input.StartTime?.getTime() ?? 0;
  const to = input.EndTime?.getTime() ?? now;
  if (from > to) throw new Refusal('InvalidTimeRangeException', 'The start time is after the end time.');
  const matches = matcher(input.LookupAttributes ?? []);
  const found = api.account.trail
    .filter((event) => event.at >= from && event.at <= to && arrivedAt(api, event) <= now && matches(event))
    .reverse();
  const page = pageOf(api, found, ({ id }) => id, {
    wanted: input.MaxResults,
    token: input.NextToken,
    most: 50,
    fault: input.NextToken === undefined ? 'InvalidMaxResultsException' : 'InvalidNextTokenException',
  });
  return { Events: page.items.map((each) => shapeOf(api, each)), ...present({ NextToken: page.nextToken }) };
}

function shapeOf(api: Api, event: TrailEvent): Event {
  return {
    EventId: event.id,
    EventName: event.name,
    EventTime: date(event.at),
    EventSource: 'ecs.amazonaws.com',
    ReadOnly: 'false',
    Username: event.session,
    Resources: [],
    CloudTrailEvent: JSON.stringify(recordOf(api, event)),
  };
}

/** The parts of a record that people look at (cloudtrail-event-reference-record-contents). */
function recordOf(api: Api, { id, at, name, role, session, resource }: TrailEvent): object {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:${session}`,
      arn: `arn:aws:sts::${api.account.id}:assumed-role/${role}/${session}`,
      accountId: api.account.id,
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${api.account.id}:role/${role}`, userName: role },
      },
    },
    eventTime: isoTime(at).replace('.000Z', 'Z'),
    eventSource: 'ecs.amazonaws.com',
    eventName: name,
    awsRegion: api.account.region,
    requestParameters: parametersOf(api, resource, name, at),
    eventID: id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: api.account.id,
    eventCategory: 'Management',
  };
}

/** The account keeps no requests: what was rolled out at that moment tells whether one was asked for. */
function parametersOf(api: Api, resource: string, name: string, at: Instant): object {
  const [, autoScalingGroupName] = /:autoScalingGroup:.*:autoScalingGroupName\/(.+)$/u.exec(resource) ?? [];
  if (autoScalingGroupName !== undefined) return { autoScalingGroupName };
  const [, cluster, service] = /:service\/([^/]+)\/(.+)$/u.exec(resource) ?? [];
  if (service === undefined) return {};
  const begun = [...api.account.serviceDeployments.values()].find(
    (each) => each.serviceArn === resource && each.createdAt === at,
  );
  return {
    cluster,
    ...(name === 'CreateService' ? { serviceName: service } : { service }),
    ...(begun === undefined
      ? { desiredCount: api.account.services.get(resource)?.desired }
      : { taskDefinition: begun.targetRevision.definition.arn }),
  };
}

/** "Currently the list can contain only one item" (API_LookupEvents). */
function matcher(asked: readonly LookupAttribute[]): (event: TrailEvent) => boolean {
  const [{ AttributeKey = '', AttributeValue } = {}] = asked;
  if (asked.length > 1) throw new Refusal('InvalidLookupAttributesException', 'Only one lookup attribute is allowed.');
  if (asked.length === 0) return () => true;
  const valueOf = attributes[AttributeKey];
  return (event) => valueOf?.(event) === AttributeValue;
}

/** The same for each event however often it is asked. */
function arrivedAt({ account }: Api, { id, at }: TrailEvent): Instant {
  const [least, most] = account.switches.trailTakesLong ? arrivalMs.late : arrivalMs.usual;
  const share = Number.parseInt(id.slice(0, 4), 16) / 0xff_ff;
  return at + least + Math.floor((Number.isNaN(share) ? 0 : share) * (most - least));
}
