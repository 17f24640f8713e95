import type { Instant } from '../../core/time.ts';

/** An agent, and the day an ECS-optimized AMI with it came out: it is no younger than that day. */
type AgentRelease = { readonly version: string; readonly on: string };

const releases = 'https://github.com/aws/amazon-ecs-ami/releases';

/** Read 2026-11-21. Not every version: enough to say of an agent that it is at least so old. */
const agentReleases: readonly AgentRelease[] = [
  { version: '1.81.1', on: '2024-02-21' },
  { version: '1.83.0', on: '2024-06-11' },
  { version: '1.90.0', on: '2025-02-26' },
  { version: '1.91.2', on: '2025-04-08' },
  { version: '1.103.2', on: '2026-05-27' },
  { version: '1.104.0', on: '2026-06-09' },
  { version: '1.106.0', on: '2026-07-29' },
  { version: '1.106.1', on: '2026-08-26' },
  { version: '1.107.0', on: '2026-09-24' },
  { version: '1.108.1', on: '2026-10-22' },
  { version: '1.108.3', on: '2026-11-13' },
];

export const agentReleasesSource = `${releases}; ecs-agent-versions`;

/** Agents from which EFS volumes are generally available (efs-volumes: 1.38.0, with access points and IAM). */
export const efsAgentVersion = '1.38.0';

/** Families of ECS-optimized AMIs by the beginning of their name, and the day their system gets no more fixes. */
type HostSystem = {
  readonly prefix: string;
  readonly name: string;
  readonly ends: string;
  readonly source: string;
};

export const hostSystems: readonly HostSystem[] = [
  {
    prefix: 'amzn-ami-',
    name: 'Amazon Linux (2018.03)',
    ends: '2023-12-31',
    source: 'https://aws.amazon.com/amazon-linux-ami/faqs/',
  },
  {
    prefix: 'amzn2-ami-',
    name: 'Amazon Linux 2',
    ends: '2026-06-30',
    source: 'https://aws.amazon.com/amazon-linux-2/',
  },
  {
    prefix: 'al2023-ami-',
    name: 'Amazon Linux 2023',
    ends: '2029-06-30',
    source: 'https://docs.aws.amazon.com/linux/al2023/ug/release-cadence.html',
  },
];

/** The newest release that was out by then. */
export function newestAgentBy(at: Instant): AgentRelease | undefined {
  return agentReleases.findLast(({ on }) => Date.parse(on) <= at);
}

/** `1.9.0` is before `1.10.0`. Undefined: one of them is no version. */
export function isOlder(version: string, than: string): boolean | undefined {
  const [a, b] = [version, than].map((text) => /^v?(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number));
  if (a === undefined || b === undefined) return undefined;
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
