import type { BatchEvent, SlotTriggered } from '../../core/batch-event.ts';
import type { Parsed } from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import { isObject } from '../../core/json.ts';
import {
  batchTypes,
  readJobWatched,
  readRunEnded,
  readRunRequest,
  readSlotPassed,
  readSlotsMissed,
  readTriggered,
} from './own-batch.ts';
import type { ReadDetail, Readers } from './parse.ts';
import { parseWith } from './parse.ts';
import type { Fields } from './reader.ts';
import { instant, MalformedError, text } from './reader.ts';
import { readTask } from './task.ts';

const batchReaders: Readers<BatchEvent> = new Map([
  ['aws.ecs', new Map<string, ReadDetail<BatchEvent>>([['ECS Task State Change', readTask]])],
  [
    ownSource,
    new Map<string, ReadDetail<BatchEvent>>([
      [batchTypes['slot-triggered'], readTriggered],
      [batchTypes['run-request'], readRunRequest],
      [batchTypes['run-ended'], readRunEnded],
      [batchTypes['slots-missed'], readSlotsMissed],
      [batchTypes['slot-passed'], readSlotPassed],
      [batchTypes['job-watched'], readJobWatched],
    ]),
  ],
]);

/** One message of batch's queue. Never throws: what cannot be read says where it is wrong. */
export function parseBatchEvent(body: string): Parsed<BatchEvent> {
  return scheduled(body) ?? parseWith(batchReaders, body);
}

/** What a schedule of ours writes into the queue is short: longer than this was never one. */
const longestInput = 4096;

/**
 * What EventBridge Scheduler sends: its target's Input, with the context attributes filled in (managing-schedule-context-
 * attributes). `executionId` is another one for each attempt: the slot is what names the run.
 */
function scheduled(body: string): Parsed<BatchEvent> | undefined {
  if (body.length > longestInput || !body.includes('"scheduledTime"')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isObject(value) || 'detail-type' in value || !('scheduledTime' in value)) return undefined;
  try {
    return { event: triggerOf({ at: '', value }) };
  } catch (error) {
    if (error instanceof MalformedError) return { fault: error.fault };
    throw error;
  }
}

function triggerOf(fields: Fields): SlotTriggered {
  const scheduleArn = text(fields, 'scheduleArn');
  const [, , , region = '', account = ''] = scheduleArn.split(':');
  const at = instant(fields, 'scheduledTime');
  const job = text(fields, 'job');
  return {
    kind: 'slot-triggered',
    id: `${scheduleArn}/${at}`,
    at,
    account,
    region,
    job,
    slot: at,
    starter: 'schedule',
  };
}
