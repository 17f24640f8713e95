import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import { setAgent } from '../instances.ts';
import type { Account, ContainerInstance } from '../model.ts';
import { noticeInstance } from './scheduler.ts';

/** From one loss of the connection to the next, and how long it lasts. */
const everyMs = [8 * minuteMs, 20 * minuteMs] as const;
const awayMs = [1 * secondMs, 20 * secondMs] as const;

/** With the switch, the agent loses its connection now and then, as long as its host lives. */
export function letAgentFlap(account: Account, instance: ContainerInstance): void {
  const { agenda, switches } = account;
  if (!switches.agentsFlap) return;
  const random = account.random.fork(`agent of ${instance.ec2InstanceId}`);
  const again = (): void => {
    agenda.after(random.whole(...everyMs), `agent of ${instance.ec2InstanceId} is cut off`, () => {
      if (instance.status === 'INACTIVE' || instance.lostAt !== undefined) return;
      if (instance.agentConnected) away();
      again();
    });
  };
  const away = (): void => {
    setAgent(account, instance, false);
    agenda.after(random.whole(...awayMs), `agent of ${instance.ec2InstanceId} is back`, () => {
      setAgent(account, instance, true);
      if (instance.agentConnected) noticeInstance(account, instance);
    });
  };
  again();
}
