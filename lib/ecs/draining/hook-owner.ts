/**
 * Whose hook it is: `own` ones are ours to complete, `managed` is that of ECS managed instance draining, `foreign` all
 * others.
 */
export type HookOwner = 'own' | 'managed' | 'foreign';

/** The beginning of the name ECS gives its own (managed-instance-draining): how people see it, not documented. */
const managedPrefix = 'ecs-managed-draining';

/** Only what was opted in, by its name or its metadata, is ever completed. */
export function ownerOf(hook: { readonly name: string; readonly metadata?: string }, mark: string): HookOwner {
  if (hook.name.startsWith(managedPrefix)) return 'managed';
  return hook.name.startsWith(mark) || hook.metadata?.includes(mark) === true ? 'own' : 'foreign';
}

/** Our sweep comes once a minute: a hook is kept alive by half of its time-out, and with a minute to spare. */
export const shortestKeptMs = 120_000;
