import type { Scenario } from '../play.ts';
import type { Kind } from '../kinds.ts';
import { trouble, turnsBad } from '../strikes.ts';

/** It works again when what it needs is back: so many minutes later. */
const turned = (kind: Kind, row: Partial<Scenario> = {}): Scenario => ({
  name: `all tasks crash, again and again, and nobody has deployed: ${kind}`,
  kind,
  strike: turnsBad('crash', 8),
  minutes: 45,
  causes: ['essential_exit'],
  worst: 'down',
  orWorst: 'degraded',
  next: ['scheduler_replaces'],
  end: 'resolved',
  ...row,
});

/** What happens to tasks and hosts while nobody deploys. */
export const lifeCases: readonly Scenario[] = [
  turned('web on Fargate'),
  turned('worker on hosts'),
  turned('daemon'),
  turned('blue/green'),
  {
    name: 'a job that fails',
    kind: 'job',
    strike: trouble('job-fails', 20),
    minutes: 35,
    causes: ['essential_exit'],
    worst: 'unknown',
    next: ['standalone_nothing'],
    end: 'resolved',
  },
  {
    name: 'more copies wanted than hosts have the port',
    kind: 'web with a host port',
    strike: trouble('port-taken', 15),
    minutes: 35,
    causes: ['placement_failure'],
    worst: 'none',
    next: ['placement_retries'],
    end: 'resolved',
    says: { first: /host port is taken on every instance/ },
  },
  {
    name: 'a host that dies under its workers',
    kind: 'worker on hosts',
    strike: trouble('instance-dies', 5),
    minutes: 30,
    causes: ['host_gone'],
    worst: 'at-risk',
    next: ['scheduler_replaces'],
    end: 'resolved',
  },
  {
    name: 'an agent that is gone',
    kind: 'worker on hosts',
    strike: trouble('agent-gone', 30),
    minutes: 45,
    subject: 'web/instance',
    causes: ['agent_disconnected'],
    worst: 'at-risk',
    next: ['waits_for_you'],
    end: 'resolved',
  },
  {
    name: 'a Spot wave with no Spot capacity after it',
    kind: 'web on Spot',
    strike: trouble('spot-wave', 10),
    minutes: 35,
    causes: ['placement_failure'],
    worst: 'down',
    next: ['capacity_returns'],
    end: 'resolved',
  },
  {
    name: 'a lost task while Fargate is full',
    kind: 'worker on Fargate',
    strike: trouble('no-capacity', 15),
    minutes: 35,
    causes: ['placement_failure'],
    worst: 'degraded',
    next: ['capacity_returns'],
    end: 'resolved',
  },
];
