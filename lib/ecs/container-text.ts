import type { ContainerDefinition, PortMapping } from '../core/task-definition.ts';
import { lastPart } from '../core/last-part.ts';

// Settings of a task definition as short texts, the same for the same setting: `undefined` where there is none.

/** Driver, group and stream prefix: of other drivers' options nothing. */
export function logOf({ log }: ContainerDefinition): string | undefined {
  return log === undefined
    ? undefined
    : [log.driver, log.group, log.streamPrefix].filter((part) => part !== undefined).join(' ');
}

export function healthOf({ healthCheck: check }: ContainerDefinition): string | undefined {
  if (check === undefined) return undefined;
  const { command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = check;
  const timing = [
    ['interval', seconds(intervalSeconds)],
    ['timeout', seconds(timeoutSeconds)],
    ['retries', retries === undefined ? undefined : String(retries)],
    ['start period', seconds(startPeriodSeconds)],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  return [command.join(' '), ...timing].join(', ');
}

export function dependenciesOf({ dependsOn }: ContainerDefinition): string | undefined {
  const all = dependsOn.map(({ container, condition }) => `${container} ${condition}`).sort();
  return all.length === 0 ? undefined : all.join(', ');
}

/** `80:8080/tcp`, as Docker writes them. */
export function portsOf(ports: readonly PortMapping[]): string | undefined {
  const all = ports.map(({ hostPort, containerPort, protocol }) => {
    const host = hostPort === undefined ? '' : `${hostPort}:`;
    return `${host}${containerPort}/${protocol}`;
  });
  return all.length === 0 ? undefined : all.sort().join(', ');
}

export function units(cpu: number | undefined): string | undefined {
  return cpu === undefined ? undefined : String(cpu);
}

export function mib(memory: number | undefined): string | undefined {
  return memory === undefined ? undefined : `${memory} MiB`;
}

export function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value} s`;
}

/** A role may be given by name or ARN, with a path. */
export function roleName(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : lastPart(arn);
}
