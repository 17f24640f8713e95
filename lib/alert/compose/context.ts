import { serviceNameIn } from '../../core/subject.ts';
import type { Alert } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import type { Line, Span } from '../../core/message.ts';
import { taskDefinitionOf } from '../../ecs/arn.ts';
import { consoleLink, consolePages } from '../../ecs/links.ts';
import { contextTexts, linkTexts } from '../texts/labels.ts';
import type { Clock } from './clock.ts';
import { momentOf, timeOf } from './clock.ts';
import type { ComposeInput } from './input.ts';
import type { Fillings } from './phrase.ts';
import { dotted, phrase } from './phrase.ts';
import { logPart } from './log.ts';
import { readableWords } from './untrusted-words.ts';

/** Links, whose account, whose thing, what it is called, and how fresh this is. */
export function contextLine(input: ComposeInput, clock: Clock): Line {
  const { alert, team, incidentId, editedAt, muted, acknowledgedBy, killSwitch } = input;
  const say = (text: Text, fills: Fillings = {}): Line => phrase(text, clock.language, fills);
  const mute =
    muted === undefined ? undefined : { time: momentOf(muted.until, clock), why: readableWords(muted.why, 80) };
  return dotted([
    ...pageLinks(input, clock),
    logPart(input, clock),
    runsPart(alert),
    say(contextTexts.account, { account: alert.subject.account }),
    alert.subject.kind === 'account' ? [alert.subject.region] : undefined,
    team === undefined ? undefined : say(contextTexts.owner, { team: readableWords(team.name, 60) }),
    team?.runbook === undefined ? undefined : [{ link: team.runbook, text: contextTexts.runbook[clock.language] }],
    [incidentId],
    mute === undefined ? undefined : say(mute.why === '' ? contextTexts.mutedPlain : contextTexts.muted, mute),
    acknowledgedBy === undefined ? undefined : say(contextTexts.acknowledged, { name: personOf(acknowledgedBy) }),
    killSwitch === undefined ? undefined : say(contextTexts.stopped, { reason: readableWords(killSwitch, 80) }),
    editedAt === undefined ? undefined : say(contextTexts.edited, { time: timeOf(editedAt, clock) }),
  ]);
}

/** `✓✓✓✗`: how the last runs of a job ended, the newest last. */
function runsPart({ runs }: Alert): Line | undefined {
  return runs === undefined ? undefined : [runs.map((isWell) => (isWell ? '✓' : '✗')).join('')];
}

/** Slack's ids are for Slack to show as names; an edit rings nobody. */
function personOf(by: string): Span {
  return /^[UW][A-Z0-9]{2,30}$/.test(by) ? { mention: by } : readableWords(by, 60);
}

/** At most two pages of the console: the thing itself, and what most likely is looked at next. */
function pageLinks({ alert, portal }: ComposeInput, clock: Clock): Line[] {
  const { account, region } = alert.subject;
  const reader = { account, region, ...(portal !== undefined && { portal }) };
  const pages = [subjectPage(alert), nextPage(alert)];
  return pages.flatMap((page) =>
    page === undefined ? [] : [[{ link: consoleLink(page.path, reader), text: page.name[clock.language] }]],
  );
}

type Page = { readonly path: string; readonly name: Text };

function subjectPage({ subject, pointers }: Alert): Page | undefined {
  const { cluster, kind, name } = subject;
  const { ec2InstanceId, daemonArn, taskArn } = pointers;
  if (kind === 'cluster') return clusterPage(cluster === '-' ? name : cluster);
  const instanceId = name.startsWith('i-') ? name : ec2InstanceId;
  if (kind === 'instance' && instanceId !== undefined)
    return { path: consolePages.instance(instanceId), name: linkTexts.instance };
  if (cluster === '-') return undefined;
  if (daemonArn !== undefined) return clusterPage(cluster);
  if (kind === 'service')
    return { path: consolePages.service(cluster, serviceNameIn(subject) ?? name), name: linkTexts.service };
  const isRun = kind === 'family' || kind === 'job';
  return isRun && taskArn !== undefined
    ? { path: consolePages.task(cluster, taskArn), name: linkTexts.task }
    : undefined;
}

function clusterPage(cluster: string): Page {
  return { path: consolePages.cluster(cluster), name: linkTexts.cluster };
}

function nextPage({ subject, pointers, deployment }: Alert): Page | undefined {
  const { cluster, kind, name } = subject;
  if (pointers.codeDeploy !== undefined) {
    return { path: consolePages.codeDeploy(pointers.codeDeploy.deploymentId), name: linkTexts.codedeploy };
  }
  if (kind === 'family' && pointers.taskDefinitionArn !== undefined) {
    const { family, revision } = taskDefinitionOf(pointers.taskDefinitionArn);
    return revision === undefined
      ? undefined
      : { path: consolePages.taskDefinition(family, revision), name: linkTexts.definition };
  }
  if (kind !== 'service' || cluster === '-') return undefined;
  if (deployment !== undefined) {
    return { path: consolePages.deployments(cluster, name), name: linkTexts.deployment };
  }
  if (pointers.taskArn === undefined) return undefined;
  return { path: consolePages.task(cluster, pointers.taskArn), name: linkTexts.task };
}
