import type { Instant } from '../core/time.ts';
import { isoTime } from '../core/time.ts';
import { containerInstanceId, taskId } from './arn.ts';

/** How people get into an account: the SSO portal and the role to take there. */
export type Portal = { readonly url: string; readonly role: string };

/** Whose console a link opens. Without a portal it opens in whatever account the reader is signed in to. */
type ConsoleOf = { readonly account: string; readonly region: string; readonly portal?: Portal };

/**
 * The consoles of the other partitions (AWS docs "Amazon Web Services in China", "AWS GovCloud (US) compared": sign-in
 * and console addresses). GovCloud's takes the region from the query alone.
 */
const consoles: readonly { readonly regions: RegExp; readonly host: (region: string) => string }[] = [
  { regions: /^cn-/, host: (region) => `${region}.console.amazonaws.cn` },
  { regions: /^us-gov-/, host: () => 'console.amazonaws-us-gov.com' },
];

/** Pages of the console. Parts of addresses are encoded; ARNs and ids may be anything AWS or people named so. */
export const consolePages = {
  cluster: (cluster: string): string => `/ecs/v2/clusters/${part(cluster)}/services`,
  service: (cluster: string, service: string): string =>
    `/ecs/v2/clusters/${part(cluster)}/services/${part(service)}/health`,
  deployments: (cluster: string, service: string): string =>
    `/ecs/v2/clusters/${part(cluster)}/services/${part(service)}/deployments`,
  task: (cluster: string, task: string): string =>
    `/ecs/v2/clusters/${part(cluster)}/tasks/${part(taskId(task))}/configuration`,
  taskDefinition: (family: string, revision: number): string =>
    `/ecs/v2/task-definitions/${part(family)}/${revision}/containers`,
  containerInstance: (cluster: string, instance: string): string =>
    `/ecs/v2/clusters/${part(cluster)}/infrastructure/container-instances/${part(containerInstanceId(instance))}`,
  instance: (instanceId: string): string => `/ec2/home#InstanceDetails:instanceId=${part(instanceId)}`,
  logGroup: (group: string): string => `/cloudwatch/home#logsV2:log-groups/log-group/${logPart(group)}`,
  logStream: (group: string, stream: string): string =>
    `/cloudwatch/home#logsV2:log-groups/log-group/${logPart(group)}/log-events/${logPart(stream)}`,
  targetGroup: (arn: string): string => `/ec2/home#TargetGroup:targetGroupArn=${part(arn)}`,
  repository: (registry: string, repository: string): string =>
    `/ecr/repositories/private/${part(registry)}/${repository.split('/').map(part).join('/')}`,
  codeDeploy: (deploymentId: string): string => `/codesuite/codedeploy/deployments/${part(deploymentId)}`,
  /** The calls of one name around a moment. */
  trail: (eventName: string, from: Instant, to: Instant): string =>
    `/cloudtrailv2/home#/events?EventName=${part(eventName)}&StartTime=${isoTime(from)}&EndTime=${isoTime(to)}`,
  parameter: (name: string): string => `/systems-manager/parameters/${part(name)}/description`,
} as const;

/** A page of the console as a link, through the portal where there is one. */
export function consoleLink(page: string, { account, region, portal }: ConsoleOf): string {
  const [path, fragment] = splitAt(page, page.indexOf('#'));
  const host = consoles.find(({ regions }) => regions.test(region))?.host(region) ?? `${region}.console.aws.amazon.com`;
  const url = `https://${host}${path}?region=${part(region)}${fragment === undefined ? '' : `#${fragment}`}`;
  return portal === undefined ? url : portalLink(url, account, portal);
}

/**
 * Into the right account and to the right page, whoever is signed in where
 * (singlesignon user guide, "Creating shortcut links to AWS Management Console destinations").
 */
function portalLink(destination: string, account: string, portal: Portal): string {
  const start = portal.url.replace(/[#?].*$/, '').replace(/\/+$/, '');
  return `${start}/#/console?account_id=${part(account)}&role_name=${part(portal.role)}&destination=${part(destination)}`;
}

/** Values of a link template; those not known leave the link out. */
type LinkPlaces = Readonly<Record<string, string | undefined>>;

/**
 * A link by template, for logs that are not in CloudWatch: `https://logs.example.com/search?q=task:{taskId}`.
 * Undefined when a place has no value: a link that leads to everything is none.
 */
export function templateLink(template: string, places: LinkPlaces): string | undefined {
  let complete = true;
  const link = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = places[name];
    complete &&= value !== undefined;
    return part(value ?? '');
  });
  return complete ? link : undefined;
}

/** As encodeURIComponent, and also `'()*!`, which chat programs take for the end of a link. */
function part(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The CloudWatch console wants its parts encoded twice, with `$` for the second `%`: `/` is `$252F`. */
function logPart(name: string): string {
  return part(part(name)).replaceAll('%', '$');
}

function splitAt(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
