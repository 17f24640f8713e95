import type { Envelope, Parsed } from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import type { AlarmChanged, MetricName, NodesToScale, ScaleEvent, ServiceToScale } from '../../core/scale-event.ts';
import { isoTime } from '../../core/time.ts';
import { isObject } from '../../core/json.ts';
import type { ReadDetail, Readers } from './parse.ts';
import { parseWith } from './parse.ts';
import type { Fields } from './reader.ts';
import { object, objects, optionalText, text } from './reader.ts';
import { readDeployment, readServiceAction } from './service.ts';

/** The detail-type of what scaling tells its own records: a service that the configuration scales. */
const serviceToScaleType = 'Service To Scale';

/** And a cluster whose instances it may say something of. */
const nodesToScaleType = 'Nodes To Scale';

type Rows = readonly (readonly [detailType: string, read: ReadDetail<ScaleEvent>])[];

const scaleReaders: Readers<ScaleEvent> = new Map(
  Object.entries<Rows>({
    'aws.cloudwatch': [['CloudWatch Alarm State Change', readAlarm]],
    'aws.ecs': [
      ['ECS Service Action', readServiceAction],
      ['ECS Deployment State Change', readDeployment],
    ],
    [ownSource]: [
      [serviceToScaleType, readServiceToScale],
      [nodesToScaleType, readNodesToScale],
    ],
  }).map(([source, rows]) => [source, new Map(rows)]),
);

/** One message of scaling's queue. Never throws: what cannot be read says where it is wrong. */
export function parseScaleEvent(body: string): Parsed<ScaleEvent> {
  return parseWith(scaleReaders, body);
}

/**
 * "CloudWatch Alarm State Change" (Amazon CloudWatch user guide, "Alarm events and EventBridge"). `configuration.metrics`
 * holds the series; an alarm over other alarms has none.
 */
function readAlarm(envelope: Envelope, detail: Fields): AlarmChanged {
  const configuration = detail.value['configuration'];
  const metrics = isObject(configuration)
    ? objects({ value: configuration, at: 'detail.configuration' }, 'metrics', seriesOf).flat()
    : [];
  return {
    ...envelope,
    kind: 'alarm',
    alarm: text(detail, 'alarmName'),
    state: text(object(detail, 'state'), 'value'),
    metrics,
  };
}

/** An expression has no `metricStat`. */
function seriesOf({ value }: Fields): readonly MetricName[] {
  const stat = value['metricStat'];
  const metric = isObject(stat) ? stat['metric'] : undefined;
  if (!isObject(metric)) return [];
  const fields = { value: metric, at: 'metric' };
  const dimensions = isObject(metric['dimensions']) ? metric['dimensions'] : {};
  return [
    {
      namespace: optionalText(fields, 'namespace') ?? '',
      name: optionalText(fields, 'name') ?? '',
      dimensions: Object.fromEntries(
        Object.entries(dimensions).flatMap(([key, each]) => (typeof each === 'string' ? [[key, each]] : [])),
      ),
    },
  ];
}

function readServiceToScale(envelope: Envelope, detail: Fields): ServiceToScale {
  return { ...envelope, kind: 'service-to-scale', cluster: text(detail, 'cluster'), service: text(detail, 'service') };
}

function readNodesToScale(envelope: Envelope, detail: Fields): NodesToScale {
  return { ...envelope, kind: 'nodes-to-scale', cluster: text(detail, 'cluster') };
}

/** One of them as a message of our own queue, in EventBridge's wrapping. */
export function ownScaleMessage(event: ServiceToScale | NodesToScale): string {
  const { id, at, account, region, kind, ...detail } = event;
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': kind === 'service-to-scale' ? serviceToScaleType : nodesToScaleType,
    source: ownSource,
    account,
    time: isoTime(at),
    region,
    resources: [],
    detail,
  });
}
