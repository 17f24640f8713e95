import type { Alert, Cause } from '../../core/alert.ts';
import { partOf } from '../../core/deployment-cause.ts';
import type { Line } from '../../core/message.ts';
import { minuteMs } from '../../core/time.ts';
import { shownLaunch } from '../../ecs/scheduled-launch.ts';
import { taskDefinitionOf } from '../../ecs/arn.ts';
import { findCause } from '../../ecs/stops/catalogue.ts';
import { countTexts, headTexts, noCause, situationSummaries, situationTitles } from '../texts/situation.ts';
import { endTitles } from '../texts/ends.ts';
import { impactSummaries } from '../texts/impact.ts';
import { causeWords, tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { endKind } from './end-kind.ts';
import { momentOf } from './clock.ts';
import type { ComposeInput } from './input.ts';
import type { Fillings } from './phrase.ts';
import { firstFit, joined, phrase, plainOf } from './phrase.ts';
import { cutWords, readableWords } from './untrusted-words.ts';

/** So much of a name is shown where the first 60 characters must hold more than it. */
const longestName = 28;

/** `[prod] orders-api`. */
function nameOf({ alert, environment }: Pick<ComposeInput, 'alert' | 'environment'>, limit = 100): string {
  return `[${readableWords(environment.name, 20)}] ${shortName(shownLaunch(alert.subject.name), limit)}`;
}

/** The ends of a long name tell more than its middle. */
export function shortName(name: string, limit: number): string {
  const clean = readableWords(name, 300);
  if (clean.length <= limit) return clean;
  const head = Math.ceil((limit - 1) / 2);
  return `${clean.slice(0, head).toWellFormed()}…${clean.slice(clean.length - (limit - 1 - head)).toWellFormed()}`;
}

/** Revisions of the deployment the incident is about: `142` and what it replaces, `141`. */
export function revisionsOf({ deployment }: Pick<Alert, 'deployment'>): { revision?: string; previous?: string } {
  const revision = revisionOf(deployment?.taskDefinitionArn);
  const previous = revisionOf(deployment?.previousTaskDefinitionArn);
  return { ...(revision !== undefined && { revision }), ...(previous !== undefined && { previous }) };
}

function revisionOf(arn: string | undefined): string | undefined {
  const revision = arn === undefined ? undefined : taskDefinitionOf(arn).revision;
  return revision === undefined ? undefined : String(revision);
}

/**
 * What the deployment is doing, where that is the story. One that waits for somebody does not fail, and one that goes
 * on only by what is its own.
 */
function phaseOf({ deployment, status, next, causes }: Alert): keyof typeof situationTitles {
  if (status !== 'firing' || deployment === undefined || waits.has(next.code)) return 'plain';
  const main = tellingCauses(causes)[0];
  const part = main === undefined || deployment.state !== 'in-progress' ? 'by' : partOf(main, deployment);
  if (part !== 'by') return part;
  const { state, unproven = false } = deployment;
  if (main !== undefined && tellsByItself(main, state)) return 'plain';
  const phase = (unproven ? unprovenPhases[state] : undefined) ?? phases[state];
  return phase === 'following' && main !== undefined && tellsByItself(main, 'failed') ? 'followed' : phase;
}

const waits: ReadonlySet<string> = new Set(['hook_waits', 'ready_waits']);

type State = NonNullable<Alert['deployment']>['state'];
type Phase = keyof typeof situationTitles;

const phases: Readonly<Record<State, Phase>> = {
  'in-progress': 'in-progress',
  failed: 'failed',
  'rolling-back': 'rolling-back',
  'rollback-failed': 'rollback-failed',
  'rolled-back': 'plain',
  completed: 'plain',
};

/** The same where it is not known to what it goes back. */
const unprovenPhases: Readonly<Partial<Record<State, Phase>>> = {
  'rolling-back': 'following',
  'rollback-failed': 'failed-again',
};

/** Whether the title of a cause says already that a deployment fails, or that it is taken back. */
function tellsByItself({ id }: Cause, state: State): boolean {
  const isBack = state === 'rolling-back' || state === 'rollback-failed';
  return isBack ? /_rollback(?:_failed)?$/.test(id) : /^(?:deployment|codedeploy|hook|rollback_alarm)_/.test(id);
}

/** The numbers of an alert, for texts. */
export function numbersOf({ impact, deployment }: Alert, clock: Clock): Fillings {
  const { desired, running, healthy, lowest, since, readAt, tookMs, usualMs } = impact;
  return {
    desired,
    running,
    healthy,
    lowest,
    ...revisionsOf({ ...(deployment !== undefined && { deployment }) }),
    ...(since !== undefined && { since: momentOf(since, clock) }),
    ...(readAt !== undefined && { readAt: momentOf(readAt, clock) }),
    ...(tookMs !== undefined && { took: minutesOf(tookMs) }),
    ...(usualMs !== undefined && { usual: minutesOf(usualMs) }),
  };
}

/** `0.4`, `7`, `62`. */
function minutesOf(ms: number): number {
  const minutes = ms / minuteMs;
  return minutes < 10 ? Math.round(minutes * 10) / 10 : Math.round(minutes);
}

/** The cause in a few words. */
export function causeTitle(cause: Cause, input: ComposeInput, clock: Clock): string {
  const { title, fills } = causeWords(cause, input, clock);
  return plainOf(phrase(title, clock.language, fills));
}

/** How a story without cause, or that has ended, is called. */
function storyTitle(input: ComposeInput, clock: Clock): string {
  const { alert } = input;
  if (alert.status !== 'firing') {
    const texts: (typeof endTitles)[keyof typeof endTitles] = endTitles[endKind(alert)];
    const instance = tellingCauses(alert.causes)[0]?.fills?.['instance'];
    const fills = { ...numbersOf(alert, clock), ...(instance !== undefined && { instance }) };
    return plainOf(phrase(firstFit(texts, fills), clock.language, fills));
  }
  const main = tellingCauses(alert.causes)[0];
  return main === undefined ? noCause[clock.language] : causeTitle(main, input, clock);
}

/** The title: one line on a phone, bold but for its count. */
export function titleOf(input: ComposeInput, clock: Clock): Line {
  const { alert } = input;
  const phase = situationTitles[phaseOf(alert)];
  const situation = plainOf(phrase(phase, clock.language, { cause: storyTitle(input, clock) }));
  const head = plainOf(
    phrase(headTexts.title, clock.language, { name: nameOf(input), situation: cutWords(situation, 140) }),
  );
  const count = alert.status === 'firing' ? countOf(alert, clock) : undefined;
  return count === undefined ? [{ bold: head }] : [{ bold: head }, clock.language === 'ja' ? count : ` ${count}`];
}

/** It begins a sentence; an instance's id is no word. */
function capitalised(text: string): string {
  return /^i-[0-9a-f]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function countOf({ causes }: Alert, { language }: Clock): string | undefined {
  const main = tellingCauses(causes)[0];
  if (main === undefined || main.count < 2) return undefined;
  const other = main.id.startsWith('drain_') ? countTexts.instances : countTexts.times;
  const text = findCause(main.id) === undefined ? other : countTexts.tasks;
  return plainOf(phrase(text, language, { count: main.count }));
}

/** What a lock screen shows: subject and impact stand within the first 60 characters. */
export function summaryOf(input: ComposeInput, clock: Clock): string {
  const { alert } = input;
  const name = nameOf(input, longestName);
  const numbers = numbersOf(alert, clock);
  if (alert.status !== 'firing') {
    return plainOf(phrase(headTexts.title, clock.language, { name, situation: storyTitle(input, clock) }));
  }
  const impact = phrase(firstFit(impactSummaries[alert.impact.level], numbers), clock.language, numbers);
  const story = phrase(situationSummaries[phaseOf(alert)], clock.language, { cause: storyTitle(input, clock) });
  const cause = capitalised(plainOf(story));
  return cutWords(plainOf(joined(phrase(headTexts.summary, clock.language, { name, impact, cause }))), 180);
}
