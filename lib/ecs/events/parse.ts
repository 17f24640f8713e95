import type { AwsEvent, Envelope, Parsed } from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import { isObject } from '../../core/json.ts';
import { readAwsIssue } from './aws-issue.ts';
import { readCodeDeploy, readDaemon, readInstance, readInstanceHealth } from './instance.ts';
import {
  advisedType,
  agentFoundType,
  passedOnType,
  readAdvised,
  readPassedOn,
  readServiceFound,
  serviceFoundType,
  taskFoundType,
} from './passed-on.ts';
import type { Fields } from './reader.ts';
import { instant, MalformedError, nameOf, object, text, texts } from './reader.ts';
import { readRetirement } from './retirement.ts';
import { readDeployment, readHook, readServiceAction } from './service.ts';
import { readTask } from './task.ts';

/** Undefined: by what it says, an event that nobody listens to. */
export type ReadDetail<Event> = (envelope: Envelope, detail: Fields, resources: readonly string[]) => Event | undefined;

/** What is listened to: by source, then detail-type. Maps, because both names come from outside. */
export type Readers<Event> = ReadonlyMap<string, ReadonlyMap<string, ReadDetail<Event>>>;

const awsReaders: Readers<AwsEvent> = new Map([
  [
    'aws.ecs',
    new Map<string, ReadDetail<AwsEvent>>([
      ['ECS Task State Change', readTask],
      ['ECS Container Instance State Change', readInstance],
      ['ECS Container Instance Health Change', readInstanceHealth],
      ['ECS Service Action', readServiceAction],
      ['ECS Deployment State Change', readDeployment],
      ['ECS Hook State Change', readHook],
      ['ECS Daemon Service Action', readDaemon],
      ['ECS Daemon Deployment State Change', readDaemon],
    ]),
  ],
  [
    'aws.codedeploy',
    new Map<string, ReadDetail<AwsEvent>>([['CodeDeploy Deployment State-change Notification', readCodeDeploy]]),
  ],
  ['aws.health', new Map<string, ReadDetail<AwsEvent>>([['AWS Health Event', readHealth]])],
  [
    ownSource,
    new Map<string, ReadDetail<AwsEvent>>([
      [passedOnType, readPassedOn],
      [serviceFoundType, readServiceFound],
      [agentFoundType, readInstance],
      [advisedType, readAdvised],
      [taskFoundType, readTask],
    ]),
  ],
]);

/** What AWS Health says: by its code, one or the other, or nothing of ours. */
function readHealth(...said: Parameters<ReadDetail<AwsEvent>>): AwsEvent | undefined {
  return readRetirement(...said) ?? readAwsIssue(said[0], said[1]);
}

/** SQS carries at most 1 MiB (SQS developer guide, quotas-messages): longer than that was never one of its messages. */
const longestBody = 1024 * 1024;

/** Events of ECS are far shorter than this, so only a longer one is worth a look at its depth. */
const suspiciousLength = 32 * 1024;
const depthLimit = 64;

/** One message of a queue: an EventBridge event as JSON. Never throws: what cannot be read says where it is wrong. */
export function parseEvent(body: string): Parsed<AwsEvent> {
  return parseWith(awsReaders, body);
}

/** The same with other readers. */
export function parseWith<Event>(readers: Readers<Event>, body: string): Parsed<Event> {
  if (body.length > longestBody) return { fault: { path: '$', problem: `is longer than ${longestBody} characters` } };
  if (body.length > suspiciousLength && isTooDeep(body)) {
    return { fault: { path: '$', problem: `is nested more than ${depthLimit} levels deep` } };
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { fault: { path: '$', problem: 'is not JSON' } };
  }
  return readEvent(readers, value);
}

function readEvent<Event>(readers: Readers<Event>, value: unknown): Parsed<Event> {
  if (!isObject(value)) return { fault: { path: '$', problem: `expected an object, got ${nameOf(value)}` } };
  const id = typeof value['id'] === 'string' ? { id: value['id'] } : {};
  try {
    const fields: Fields = { at: '', value };
    const source = text(fields, 'source');
    const detailType = text(fields, 'detail-type');
    const read = readers.get(source)?.get(detailType);
    if (read === undefined) return { ignored: `no feature listens to "${detailType}" of ${source}`, ...id };
    const envelope = readEnvelope(fields);
    const event = read(envelope, object(fields, 'detail'), texts(fields, 'resources'));
    return event === undefined
      ? { ignored: `no feature listens to this "${detailType}" of ${source}`, ...id }
      : { event };
  } catch (error) {
    if (error instanceof MalformedError) return { fault: error.fault, ...id };
    throw error;
  }
}

function readEnvelope(fields: Fields): Envelope {
  return {
    id: text(fields, 'id'),
    at: instant(fields, 'time'),
    account: text(fields, 'account'),
    region: text(fields, 'region'),
  };
}

function isTooDeep(body: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at += 1) {
    const code = body.charCodeAt(at);
    if (quoted) {
      if (code === backslash) at += 1;
      else if (code === quote) quoted = false;
    } else if (code === quote) quoted = true;
    else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > depthLimit) return true;
    } else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return false;
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 123, 125, 91, 93];
