import type { Cause, Departure } from '../../core/alert.ts';
import type { Envelope } from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import type { DrainStanding, DrainStands, InstanceFoundLeaving } from '../../core/host-event.ts';
import { present } from '../../core/present.ts';
import { severities } from '../../core/severity.ts';
import { isoTime } from '../../core/time.ts';
import type { Fields } from './reader.ts';
import { MalformedError, object, objects, optionalInstant, optionalNumber, optionalText, text } from './reader.ts';

/** The detail-types of what drain tells its own records through its own queue. */
export const foundLeavingType = 'Instance Found Leaving';
export const drainStandsType = 'Drain Stands';

/** One of them as a message of our own queue, in EventBridge's wrapping. */
export function ownHostMessage(event: InstanceFoundLeaving | DrainStands): string {
  const { id, at, account, region, kind, ...detail } = event;
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': kind === 'found-leaving' ? foundLeavingType : drainStandsType,
    source: ownSource,
    account,
    time: isoTime(at),
    region,
    resources: [],
    detail: 'since' in detail ? { ...detail, ...timesOf(detail) } : detail,
  });
}

function timesOf({ since, endsAt }: Pick<DrainStands, 'since' | 'endsAt'>): object {
  return { since: isoTime(since), ...(endsAt !== undefined && { endsAt: isoTime(endsAt) }) };
}

export function readFoundLeaving(envelope: Envelope, detail: Fields): InstanceFoundLeaving {
  const [instanceId, group] = [text(detail, 'instanceId'), text(detail, 'group')];
  return { ...envelope, kind: 'found-leaving', instanceId, group };
}

const standings: readonly DrainStanding[] = ['stuck', 'drained', 'forced', 'over'];
const enders = ['us', 'nobody', 'ecs', 'ec2'] as const;

export function readDrainStands(envelope: Envelope, detail: Fields): DrainStands {
  const zone = optionalText(detail, 'zone');
  const endsAt = optionalInstant(detail, 'endsAt');
  const hook = optionalText(detail, 'hook');
  const mode = optionalText(detail, 'mode');
  return {
    ...envelope,
    kind: 'drain-stands',
    instanceId: text(detail, 'instanceId'),
    group: text(detail, 'group'),
    cluster: text(detail, 'cluster'),
    order: optionalNumber(detail, 'order') ?? 0,
    standing: oneOf(detail, 'standing', standings),
    since: optionalInstant(detail, 'since') ?? envelope.at,
    left: optionalNumber(detail, 'left') ?? 0,
    causes: objects(detail, 'causes', readCause),
    ends: oneOf(detail, 'ends', enders),
    ...(endsAt !== undefined && { endsAt }),
    ...(zone !== undefined && { zone }),
    ...(hook !== undefined && { hook }),
    ...(mode !== undefined && { mode: mode === 'act' ? 'act' : 'observe' }),
    ...present({ departure: readDeparture(detail) }),
  };
}

function readDeparture(detail: Fields): Departure | undefined {
  if (detail.value['departure'] === undefined) return undefined;
  const departure = object(detail, 'departure');
  const [name, from, to] = [
    optionalText(departure, 'name'),
    optionalNumber(departure, 'from'),
    optionalNumber(departure, 'to'),
  ];
  const [group, by] = [text(departure, 'group'), text(departure, 'by')];
  return { group, by, at: optionalNumber(departure, 'at') ?? 0, ...present({ name, from, to }) };
}

function readCause(cause: Fields): Cause {
  const fills = cause.value['fills'];
  return {
    id: text(cause, 'id'),
    severity: oneOf(cause, 'severity', severities),
    certainty: oneOf(cause, 'certainty', ['certain', 'probable', 'guess'] as const),
    count: optionalNumber(cause, 'count') ?? 1,
    firstAt: optionalNumber(cause, 'firstAt') ?? 0,
    lastAt: optionalNumber(cause, 'lastAt') ?? 0,
    ...(typeof fills === 'object' && fills !== null && { fills: fills as NonNullable<Cause['fills']> }),
  };
}

function oneOf<Value extends string>(fields: Fields, key: string, values: readonly Value[]): Value {
  const written = text(fields, key);
  const found = values.find((value) => value === written);
  if (found === undefined) throw new MalformedError(`${fields.at}.${key}`, `expected one of ${values.join(', ')}`);
  return found;
}
