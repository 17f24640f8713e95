import type { RunTaskRequest, TaskOverride } from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { Refusal } from '../../account/refusal.ts';
import type { ScheduleTarget } from '../../account/schedules/schedule.ts';
import type { Api } from '../api.ts';
import { runOperations } from '../ecs/run.ts';
import type { TargetInput } from './shapes.ts';

type Carrier = Pick<ScheduleTarget, 'requestOf' | 'carryOut'>;
type Kind = { readonly arn: RegExp; readonly carrier: (api: Api, target: TargetInput) => Carrier };

export const wrong = (message: string): Refusal => new Refusal('ValidationException', message);

/** Targets there are: queues, the default bus, and tasks. */
const kinds: readonly Kind[] = [
  { arn: /^arn:aws:sqs:/u, carrier: toQueue },
  { arn: /^arn:aws:scheduler:::aws-sdk:sqs:sendMessage$/u, carrier: sendMessage },
  { arn: /^arn:aws:events:[^:]*:\d+:event-bus\/default$/u, carrier: toBus },
  { arn: /^arn:aws:ecs:[^:]*:\d+:cluster\//u, carrier: toTasks },
];

/** "The input must be a well-formed JSON" for these (API_Target). Throws a Refusal for a target there cannot be here. */
export function carrierOf(api: Api, target: TargetInput): Carrier {
  const kind = kinds.find(({ arn }) => arn.test(target.Arn ?? ''));
  if (kind !== undefined) return kind.carrier(api, target);
  throw new Refusal('UnsupportedFeatureException', `The simulated account cannot invoke ${target.Arn ?? 'nothing'}.`);
}

/** SendMessage, by the queue's ARN. */
function toQueue({ account }: Api, { Arn = '', SqsParameters = {} }: TargetInput): Carrier {
  const [, , , region = '', id = '', name = ''] = Arn.split(':');
  return {
    requestOf: (input) => ({
      MessageBody: input,
      QueueUrl: `https://sqs.${region}.amazonaws.com/${id}/${name}`,
      ...SqsParameters,
    }),
    carryOut: (request) => send(account, Arn, request),
  };
}

/** SendMessage as a universal target: the input is its request. */
function sendMessage({ account }: Api, { Input }: TargetInput): Carrier {
  if (Input === undefined) throw wrong('Input is required for universal targets.');
  readJson(Input);
  return {
    requestOf: (input) => readJson(input),
    carryOut: (request) => {
      const { QueueUrl = '' } = request as { readonly QueueUrl?: string };
      send(account, `arn:aws:sqs:${account.region}:${account.id}:${QueueUrl.split('/').at(-1) ?? ''}`, request);
    },
  };
}

type Message = { readonly MessageBody?: string; readonly MessageGroupId?: string };

function send({ schedules }: Api['account'], arn: string, request: object): void {
  const { MessageBody = '', MessageGroupId } = request as Message;
  const { sendToQueue } = schedules;
  if (sendToQueue === undefined) {
    throw new Refusal('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
  }
  sendToQueue(arn, { body: MessageBody, ...present({ groupId: MessageGroupId }) });
}

/** PutEvents. That the event names its schedule is a guess: Scheduler's own notification does. */
function toBus({ account }: Api, { EventBridgeParameters: parameters, Input = '{}' }: TargetInput): Carrier {
  const { Source = '', DetailType = '' } = parameters ?? {};
  if (Source === '' || DetailType === '') throw wrong('EventBridgeParameters are required for this target.');
  if (Source.startsWith('aws.')) throw wrong("EventBridgeParameters.Source must not begin with 'aws.'.");
  readJson(Input);
  return {
    requestOf: (input) => ({ Source, DetailType, Detail: input }),
    carryOut: (request, scheduleArn) => {
      const { Detail } = request as { readonly Detail: string };
      const detail = readJson(Detail) as Readonly<Record<string, unknown>>;
      account.emit({ source: Source, detailType: DetailType, resources: [scheduleArn], detail });
    },
  };
}

/** How others have seen tasks of Scheduler's started (code of the community, not AWS's documentation). */
const startedBy = (scheduleArn: string): string => `chronos-schedule/${scheduleArn.split('/').at(-1) ?? ''}`;

/**
 * RunTask. Only what it throws is a failure to Scheduler: `failures` come in a 200, and nobody hears of them. Scheduler sends
 * no client token.
 */
function toTasks(api: Api, { Arn = '', EcsParameters: parameters, Input }: TargetInput): Carrier {
  if (parameters?.TaskDefinitionArn === undefined)
    throw wrong('EcsParameters.TaskDefinitionArn is required for this target.');
  if (Input !== undefined) readJson(Input);
  const run = runOperations(api)['ECS.RunTask'];
  const network = parameters.NetworkConfiguration?.awsvpcConfiguration;
  const base: RunTaskRequest = {
    cluster: Arn,
    taskDefinition: parameters.TaskDefinitionArn,
    ...present({
      count: parameters.TaskCount,
      launchType: parameters.LaunchType,
      capacityProviderStrategy: parameters.CapacityProviderStrategy,
      placementConstraints: parameters.PlacementConstraints,
      placementStrategy: parameters.PlacementStrategy,
      group: parameters.Group,
    }),
    ...(network !== undefined && {
      networkConfiguration: {
        awsvpcConfiguration: { subnets: network.Subnets ?? [], ...present({ securityGroups: network.SecurityGroups }) },
      },
    }),
  };
  return {
    requestOf: (input) => (Input === undefined ? base : { ...base, overrides: readJson(input) as TaskOverride }),
    carryOut: (request, scheduleArn) => {
      run({ ...(request as RunTaskRequest), startedBy: startedBy(scheduleArn) });
    },
  };
}

function readJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw wrong('Input must be a well-formed JSON.');
}
