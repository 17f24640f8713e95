import { secondMs } from '../../../lib/core/time.ts';
import { letAgentFlap } from './agent-flaps.ts';
import type { InstanceRequest } from '../instances.ts';
import { addInstance } from '../instances.ts';
import type { Account, ContainerInstance } from '../model.ts';
import { noticeInstance } from './scheduler.ts';

/** The agent is connected within a second and a half of the registration. */
const agentMs = 2 * secondMs;

/** Registers an instance and has the services that wait for one look when it can be used. */
export function joinInstance(account: Account, request: InstanceRequest): ContainerInstance {
  const instance = addInstance(account, request);
  letAgentFlap(account, instance);
  account.agenda.after(agentMs, `${instance.ec2InstanceId} can be used`, () => noticeInstance(account, instance));
  return instance;
}
