import type { Fault } from '../lib/aws/errors.ts';
import { faultOf, nameOf } from '../lib/aws/errors.ts';
import { PortError } from '../lib/core/outcome.ts';
import type { Unreadable } from '../lib/core/ports.ts';
import { CommandFailure, fault } from './failure.ts';

const fixes: Readonly<Record<Fault | Unreadable, string>> = {
  denied: 'use a role with the right; docs/cli.md lists what each command needs',
  'not-found': 'check the name, the region (AWS_REGION or --region) and the account you are signed in to',
  throttled: 'run it again in a moment',
  unreadable: 'run it again in a moment',
  'not-asked': 'give it with --facts',
  interrupted: 'run it again; check the network, and AWS_ENDPOINT_URL where it is set',
  unsent: 'sign in (aws sso login, or AWS_PROFILE); then check the region (AWS_REGION or --region) and the network',
  invalid: 'check the names given',
};

/** Why a read brought nothing, for people. */
export const unreadReasons: Readonly<Record<Unreadable, string>> = {
  denied: 'denied',
  'not-found': 'not found',
  throttled: 'throttled',
  unreadable: 'AWS did not answer',
  unsent: 'no credentials, or no way to AWS',
  'not-asked': 'not asked for',
};

/** What AWS said no with, as one line; undefined when it was not AWS. */
export function awsRefusal(error: unknown): CommandFailure | undefined {
  if (!(error instanceof PortError)) {
    return isOfAws(error) ? fault(`AWS did not answer as hoped: ${nameOf(error)}`, fixes[faultOf(error)]) : undefined;
  }
  const root = rootOf(error);
  const isNamed = root instanceof PortError || error.message.includes(nameOf(root));
  return fault(isNamed ? error.message : `${error.message}: ${nameOf(root)}`, fixes[faultOf(root)]);
}

/** What AWS threw, under all that was said of it. */
function rootOf(error: PortError): unknown {
  if (error.cause === undefined) return error;
  return error.cause instanceof PortError ? rootOf(error.cause) : error.cause;
}

/** A read that brought nothing. */
export function unread(what: string, reason: Unreadable): CommandFailure {
  return fault(`${what} could not be read (${unreadReasons[reason]})`, fixes[reason]);
}

function isOfAws(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return '$metadata' in error || faultOf(error) === 'unsent' || 'tryNextLink' in error || isNoRegion(error);
}

/** The SDK throws a plain Error when no region is set. */
function isNoRegion(error: object): boolean {
  return error instanceof Error && error.message === 'Region is missing';
}
