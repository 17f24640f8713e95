import * as cloudTrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as codeDeploy from '@aws-sdk/client-codedeploy';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sns from '@aws-sdk/client-sns';
import * as ssm from '@aws-sdk/client-ssm';
import { Refusal } from '../account/refusal.ts';
import { awsError } from '../wire.ts';

type Exception = new (options: object) => Error;

/** Each service has exception classes of its own, also where the names are the same. */
const services: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  CloudTrail: cloudTrail,
  CloudWatchLogs: logs,
  CodeDeploy: codeDeploy,
  ECR: ecr,
  ECS: ecs,
  ElasticLoadBalancingV2: elb,
  SNS: sns,
  SSM: ssm,
};

/** What is not 400 (the `Errors` sections of the API references). */
const statuses: Readonly<Record<string, number>> = {
  'SNS.NotFoundException': 404,
  'ECS.ServerException': 500,
  'Scheduler.ConflictException': 409,
  'Scheduler.ResourceNotFoundException': 404,
};

/** How services say that they are asked too often. */
const throttlings: Readonly<Record<string, string>> = {
  AutoScaling: 'Throttling',
  EC2: 'RequestLimitExceeded',
  ElasticLoadBalancingV2: 'Throttling',
  SNS: 'ThrottledException',
};

/** The exception the SDK would throw for a refusal; one it has no class for is an error of that name. */
export function exceptionOf(operation: string, { code, message, members }: Refusal): Error {
  const service = serviceOf(operation);
  const status = statuses[`${service}.${code}`] ?? 400;
  const made = services[service]?.[code];
  if (!isException(made)) return awsError(code, { message, status });
  const $metadata = { httpStatusCode: status, requestId: '00000000-0000-0000-0000-000000000000' };
  return new made({ ...members, message, $metadata });
}

/** RunTask may pass on the throttling of a service behind it under another name (dagster-io/dagster#33439). */
export function disguisedThrottling(): Error {
  const message = 'Error retrieving subnet information for [subnet]: Rate exceeded (ErrorCode: Throttling)';
  return exceptionOf('ECS.RunTask', new Refusal('InvalidParameterException', message));
}

export function throttled(operation: string): Error {
  return awsError(throttlings[serviceOf(operation)] ?? 'ThrottlingException', {
    message: 'Rate exceeded',
    status: 400,
  });
}

function serviceOf(operation: string): string {
  return operation.slice(0, operation.indexOf('.'));
}

function isException(made: unknown): made is Exception {
  return typeof made === 'function' && made.prototype instanceof Error;
}
