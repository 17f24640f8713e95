/**
 * What a task definition may not set for Fargate, by its name there (fargate-tasks-services, "Task definition
 * parameters", read 2026-11). `gpu` is a resource requirement; placement constraints have a rule of their own.
 */
export const fargateRefusesOfContainers: readonly string[] = [
  'disableNetworking',
  'dnsSearchDomains',
  'dnsServers',
  'dockerSecurityOptions',
  'extraHosts',
  'links',
  'privileged',
  'linuxParameters.devices',
  'linuxParameters.maxSwap',
  'linuxParameters.sharedMemorySize',
  'linuxParameters.swappiness',
  'linuxParameters.tmpfs',
];

export const fargateRefusesOfTasks: readonly string[] = ['ipcMode'];

/** GiB of ephemeral storage that can be asked for (API_EphemeralStorage). */
export const fargateStorageGiB = { least: 21, most: 200 } as const;

/** A Linux platform version of Fargate that starts nothing any more; `retired`: since when, where it is known. */
type RetiredPlatform = { readonly version: string; readonly retired?: string; readonly source: string };

/** Read 2026-11. In China 1.3.0 went on 2026-06-15. */
export const retiredPlatforms: readonly RetiredPlatform[] = [
  { version: '1.0.0', source: 'platform-versions-retired' },
  { version: '1.1.0', source: 'platform-versions-retired' },
  { version: '1.2.0', source: 'platform-versions-retired' },
  { version: '1.3.0', retired: '2026-03-16', source: 'platform-versions-retired' },
];
