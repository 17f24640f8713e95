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
  unsent: 'sign in (aws sso login, or AWS_PROFILE), and name the region (AWS_REGION or --region)',
  invalid: 'check the names given',
};

/** What AWS said no with, as one line; undefined when it was not AWS. */
export function awsRefusal(error: unknown): CommandFailure | undefined {
  const cause = error instanceof PortError ? (error.cause ?? error) : error;
  if (!(error instanceof PortError) && !isOfAws(error)) return undefined;
  const problem = error instanceof PortError ? error.message : `AWS did not answer as hoped: ${nameOf(error)}`;
  return fault(problem, fixes[faultOf(cause)]);
}

/** A read that brought nothing. */
export function unread(what: string, reason: Unreadable): CommandFailure {
  return fault(`${what} could not be read (${reason})`, fixes[reason]);
}

function isOfAws(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return '$metadata' in error || faultOf(error) === 'unsent' || 'tryNextLink' in error || isNoRegion(error);
}

/** The SDK throws a plain Error when no region is set. */
function isNoRegion(error: object): boolean {
  return error instanceof Error && error.message === 'Region is missing';
}
