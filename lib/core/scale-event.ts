import type { DeploymentChanged, Envelope, ServiceAction } from './event.ts';

/** A series of CloudWatch, as an alarm names it. */
export type MetricName = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** "CloudWatch Alarm State Change". `metrics`: the series it rests on, where it names any. */
export type AlarmChanged = Envelope & {
  readonly kind: 'alarm';
  readonly alarm: string;
  /** OK, ALARM or INSUFFICIENT_DATA. */
  readonly state: string;
  readonly metrics: readonly MetricName[];
};

/** Of our own: a look at the clusters has found a service that the configuration scales. */
export type ServiceToScale = Envelope & {
  readonly kind: 'service-to-scale';
  readonly cluster: string;
  readonly service: string;
};

/** Of our own: a look at the clusters has found one with instances that the configuration may say something of. */
export type NodesToScale = Envelope & { readonly kind: 'nodes-to-scale'; readonly cluster: string };

/** Everything scaling listens to. None of it is believed: each says when to look. */
export type ScaleEvent = AlarmChanged | ServiceToScale | NodesToScale | ServiceAction | DeploymentChanged;
