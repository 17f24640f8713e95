import type { Plan } from './plan.ts';
import type { Stage } from './stage.ts';

/** What it strikes: a service by `cluster/name`, or an instance by its EC2 id. Absent: whatever chance picks. */
export type Aim = { readonly service?: string; readonly instance?: string };

/** Makes good what was broken. */
export type Mend = () => void;

/**
 * Something that goes wrong in an account. `strike` returns how it is made good again, or nothing when there was nothing
 * to strike.
 */
export type Trouble = {
  readonly label: string;
  readonly hint: string;
  readonly group: 'Deployments' | 'Tasks' | 'Hosts' | 'Account';
  readonly aimsAt?: 'service' | 'instance';
  /** Over as soon as it has happened: there is nothing to make good. */
  readonly momentary?: boolean;
  /** Whether there is anything in such an account that it could strike; absent: in all. */
  readonly suits?: (plan: Plan) => boolean;
  readonly strike: (stage: Stage, aim: Aim) => Mend | undefined;
};
