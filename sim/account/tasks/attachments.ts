import { subnetOf, uuid } from '../identities.ts';
import type { Account } from '../model.ts';
import type { Attachment, Task } from '../task.ts';

/** A network interface with awsvpc, and one entry for all target groups. */
export function precreated(account: Account, zone: string, what: { eni: boolean; elb: boolean }): Attachment[] {
  const eni: Attachment = {
    id: uuid(account.random),
    type: 'eni',
    status: 'PRECREATED',
    details: [{ name: 'subnetId', value: subnetOf(account, zone) }],
  };
  const elb: Attachment = { id: uuid(account.random), type: 'elb', status: 'PRECREATED', details: [] };
  return [...(what.eni ? [eni] : []), ...(what.elb ? [elb] : [])];
}

/** The network interface is there. */
export function attachInterface(account: Account, task: Task): void {
  const { random, region } = account;
  const zone = account.zones.indexOf(task.zone ?? '') + 1;
  const [third, fourth] = [zone * 16 + random.whole(0, 15), random.whole(4, 250)];
  const address = `10.0.${third}.${fourth}`;
  const mac = ['06', ...Array.from({ length: 5 }, () => random.hex(2))].join(':');
  for (const attachment of task.attachments) {
    if (attachment.type !== 'eni') continue;
    attachment.status = 'ATTACHED';
    attachment.details = [
      ...attachment.details,
      { name: 'networkInterfaceId', value: `eni-0${random.hex(16)}` },
      { name: 'macAddress', value: mac },
      { name: 'privateDnsName', value: `ip-${address.replaceAll('.', '-')}.${region}.compute.internal` },
      { name: 'privateIPv4Address', value: address },
    ];
  }
}
