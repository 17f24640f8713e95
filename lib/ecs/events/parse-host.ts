import type { Parsed } from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import type { HostEvent } from '../../core/host-event.ts';
import {
  drainRequestTypes,
  readDrainRequest,
  readInstanceState,
  readLifecycleAction,
  readMaintenance,
  readRebalance,
  readSpotInterruption,
} from './host.ts';
import { drainStandsType, foundLeavingType, readDrainStands, readFoundLeaving } from './own-host.ts';
import type { ReadDetail, Readers } from './parse.ts';
import { parseWith } from './parse.ts';
import { readTask } from './task.ts';

type Rows = readonly (readonly [detailType: string, read: ReadDetail<HostEvent>])[];

const requests: Rows = Object.entries(drainRequestTypes).map(([type, wish]) => [type, readDrainRequest(wish)]);

/** What tells of instances that go, and of tasks on them. */
const hostReaders: Readers<HostEvent> = new Map(
  Object.entries<Rows>({
    'aws.ecs': [['ECS Task State Change', readTask]],
    'aws.autoscaling': [['EC2 Instance-terminate Lifecycle Action', readLifecycleAction]],
    'aws.ec2': [
      ['EC2 Spot Instance Interruption Warning', readSpotInterruption],
      ['EC2 Instance Rebalance Recommendation', readRebalance],
      ['EC2 Instance State-change Notification', readInstanceState],
    ],
    'aws.health': [['AWS Health Event', readMaintenance]],
    [ownSource]: [...requests, [foundLeavingType, readFoundLeaving], [drainStandsType, readDrainStands]],
  }).map(([source, rows]) => [source, new Map(rows)]),
);

/** One message of drain's queue. Never throws: what cannot be read says where it is wrong. */
export function parseHostEvent(body: string): Parsed<HostEvent> {
  return parseWith(hostReaders, body);
}
