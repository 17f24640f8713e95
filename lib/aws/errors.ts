import type { Verdict } from '../core/outcome.ts';
import { PortError } from '../core/outcome.ts';
import type { Clock, Read, Unreadable } from '../core/ports.ts';

/** What an AWS error means, whatever the service. `unsent`: certainly not carried out. */
export type Fault = Exclude<Unreadable, 'not-asked'> | 'invalid' | 'interrupted';

/**
 * Error names that mean the same in every service that uses them. Sources: the `Errors` section of each API reference
 * (ECS, ECR, CloudWatch Logs, CloudTrail, ELBv2, CodeDeploy, SSM, S3, SNS, SQS) and "Common Errors" of each.
 */
const faults: Readonly<Record<string, Fault>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  AuthorizationError: 'denied',
  AuthorizationErrorException: 'denied',
  CloudTrailAccessNotEnabledException: 'denied',
  KMSAccessDenied: 'denied',
  KMSAccessDeniedException: 'denied',
  KmsAccessDenied: 'denied',
  NotAuthorized: 'denied',
  UnauthorizedOperation: 'denied',

  'AWS.SimpleQueueService.NonExistentQueue': 'not-found',
  ApplicationDoesNotExistException: 'not-found',
  ClusterNotFoundException: 'not-found',
  DeploymentDoesNotExistException: 'not-found',
  DeploymentGroupDoesNotExistException: 'not-found',
  ImageNotFoundException: 'not-found',
  NoSuchBucket: 'not-found',
  NoSuchKey: 'not-found',
  NoSuchVersion: 'not-found',
  NotFound: 'not-found',
  NotFoundException: 'not-found',
  ParameterNotFound: 'not-found',
  ParameterVersionNotFound: 'not-found',
  QueueDoesNotExist: 'not-found',
  RepositoryNotFoundException: 'not-found',
  ResourceNotFoundException: 'not-found',
  ServiceDeploymentNotFoundException: 'not-found',
  ServiceNotFoundException: 'not-found',
  TargetGroupNotFound: 'not-found',
  TargetGroupNotFoundException: 'not-found',

  KMSThrottlingException: 'throttled',
  KmsThrottled: 'throttled',
  OverLimit: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestThrottled: 'throttled',
  SlowDown: 'throttled',
  ThrottledException: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',

  ExpiredToken: 'unsent',
  ExpiredTokenException: 'unsent',
  InvalidClientTokenId: 'unsent',
  RequestExpired: 'unsent',
  SignatureDoesNotMatch: 'unsent',
  UnrecognizedClientException: 'unsent',

  AbortError: 'interrupted',
  RequestTimeout: 'interrupted',
  RequestTimeoutException: 'interrupted',
  TimeoutError: 'interrupted',
};

/** Codes of Node's network errors before a connection stood: the request has not left. */
const unsentCodes = new Set(['EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);

/** No credentials, or no region: nothing was sent. */
const unsentNames = new Set(['CredentialsProviderError', 'TokenProviderError']);

type Thrown = {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
};

/** The error's name, for logs and reasons. */
export function nameOf(error: unknown): string {
  return thrown(error).name ?? 'Error';
}

/** What AWS, or the way to AWS, said no with. What nobody knows counts as interrupted: it may have been carried out. */
export function faultOf(error: unknown): Fault {
  const { name = '', code = '', $metadata } = thrown(error);
  const known = faults[name];
  if (known !== undefined) return known;
  if (unsentCodes.has(code) || unsentNames.has(name)) return 'unsent';
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status === 404) return 'not-found';
  return status >= 400 && status < 500 ? 'invalid' : 'interrupted';
}

/** Why a read failed. */
export function failureOf(error: unknown): Unreadable {
  const fault = faultOf(error);
  return fault === 'invalid' || fault === 'interrupted' ? 'unreadable' : fault;
}

const verdicts: Readonly<Record<Fault, Verdict>> = {
  denied: 'permanent',
  'not-found': 'permanent',
  invalid: 'permanent',
  throttled: 'retry',
  unsent: 'retry',
  unreadable: 'unknown',
  interrupted: 'unknown',
};

/** The error as the rest of the house knows it. `what` says what was tried ("publish to topic x"), never a secret. */
export function portError(error: unknown, what: string, exceptions: Partial<Record<Fault, Verdict>> = {}): PortError {
  if (error instanceof PortError) return error;
  const fault = faultOf(error);
  return new PortError(exceptions[fault] ?? verdicts[fault], `${what}: ${nameOf(error)}`, { cause: error });
}

/** Runs a read; what it throws becomes a value. */
export async function readFrom<Value>(clock: Clock, read: () => Promise<Value>): Promise<Read<Value>> {
  const at = clock.now();
  try {
    return { ok: true, value: await read(), at };
  } catch (error) {
    return { ok: false, reason: failureOf(error instanceof PortError ? error.cause : error) };
  }
}

function thrown(error: unknown): Thrown {
  return typeof error === 'object' && error !== null ? error : {};
}
