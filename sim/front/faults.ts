/** An exception of the SDK's as it goes over the wire. */
export type Fault = {
  readonly name: string;
  readonly message: string;
  readonly status: number;
  /** Further members, as `resourceIds` of a ConflictException. */
  readonly members: Readonly<Record<string, unknown>>;
};

const own = new Set([
  'name',
  'message',
  'stack',
  'cause',
  '$fault',
  '$metadata',
  '$retryable',
  '$service',
  '$response',
]);

/** What was thrown, as an AWS error; what is no exception of the SDK's is a fault of the simulation's, and a 500. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'InternalFailure', message: String(error), status: 500, members: {} };
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  if ($metadata === undefined) {
    return { name: 'InternalFailure', message: `${error.name}: ${error.message}`, status: 500, members: {} };
  }
  const members = Object.entries(error).filter(([name]) => !own.has(name));
  return {
    name: error.name,
    message: error.message,
    status: $metadata.httpStatusCode ?? 400,
    members: Object.fromEntries(members),
  };
}
