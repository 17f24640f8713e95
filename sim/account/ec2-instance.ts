import type { Instant } from '../../lib/core/time.ts';
import { hourMs } from '../../lib/core/time.ts';
import type { Account } from './model.ts';

/** An instance as EC2 knows it, whether or not it registers in ECS. */
export type Ec2Instance = {
  /** `i-0…`. */
  readonly id: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly launchedAt: Instant;
  readonly spot: boolean;
  ec2State: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';
};

/** "Terminated instances remain visible after termination (for approximately one hour)" (API_DescribeInstances). */
const forgottenMs = hourMs;

export function forgetEc2Instance(account: Account, { id }: Ec2Instance): void {
  account.agenda.after(forgottenMs, `EC2 forgets ${id}`, () => account.ec2.delete(id));
}

/** Its host dies under it. Those whose group is ending them already are left alone. */
export function killEc2Instance(account: Account, id: string): void {
  const instance = account.ec2.get(id);
  if (instance === undefined || (instance.ec2State !== 'running' && instance.ec2State !== 'pending')) return;
  instance.ec2State = 'terminated';
  forgetEc2Instance(account, instance);
  for (const listen of account.deathListeners) listen(instance);
}
