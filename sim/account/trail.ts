import { uuid } from './identities.ts';
import type { Account } from './model.ts';

/** Who did something: a role and the name of its session, as in `deploy/gha-deploy-shop`. */
export type Actor = { readonly role: string; readonly session: string };

/** Writes down who changed what, for CloudTrail's answers. `name` is the call: `UpdateService`. */
export function recordChange(account: Account, name: string, resource: string, by: Actor | undefined): void {
  if (by === undefined) return;
  account.trail.push({ id: uuid(account.random), at: account.agenda.now(), name, resource, ...by });
}
