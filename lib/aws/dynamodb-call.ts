import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PortError } from '../core/outcome.ts';
import type { SendOptions } from './client.ts';
import { within } from './client.ts';
import { nameOf } from './errors.ts';

/**
 * One call to the table, with an end. A condition that did not hold is thrown as it is. What DynamoDB will never take
 * (ValidationException: an item past 400 KB, a number that is none) is `permanent`; everything else, missing rights
 * included, is trouble of the installation's and `retry`.
 */
export async function callTable<Answer>(
  what: string,
  call: (options: SendOptions) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call(within());
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw error;
    const verdict = nameOf(error) === 'ValidationException' ? 'permanent' : 'retry';
    throw new PortError(verdict, `${what}: ${nameOf(error)}`, { cause: error });
  }
}
