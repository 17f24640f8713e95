import type { Instant } from './time.ts';

/** Messages of a queue, approximately (API_GetQueueAttributes): those to be had, those being worked on, those delayed. */
export type QueueDepth = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

/**
 * A series of CloudWatch, or an expression over others by their ids (API_MetricDataQuery). Of a list the last is what is
 * asked for.
 */
export type MetricQuery = {
  readonly id: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic?: string;
  readonly expression?: string;
  readonly periodSeconds: number;
};

export type MetricPoint = { readonly at: Instant; readonly value: number };

/** What Application Auto Scaling has for a service: its policies, and what of it is suspended. */
export type OtherScaling = {
  readonly policies: readonly string[];
  readonly isInSuspended: boolean;
  readonly isOutSuspended: boolean;
};
