import * as z from 'zod';
import { logLinkPlaces } from '../../../alert/policy.ts';
import { durationMs, durationPattern, minuteOfDay, timePattern } from '../notation.ts';
import { choice, nonEmpty, oneOrMore, show, written } from '../words.ts';
import { timeOfDay } from './values.ts';

export const pager = choice('pager modes', ['shadow', 'live']).describe(
  'shadow: nobody is paged, the digest lists what would have been. live: pages at once. Default: shadow for the first 7 days, then live.',
);

export const who = choice('answers to who', ['role', 'person', 'off']).describe(
  'Who made a change: the role or pipeline, the person\'s name, or nobody (write "off" with quotes). Default: role',
);

export const repeat = written({
  name: 'a duration of 5 minutes or more',
  fix: 'write a number and a unit: 4h, 30m',
  pattern: durationPattern,
  read: (text) => (durationMs(text) >= 5 * 60_000 ? durationMs(text) : undefined),
  examples: ['4h'],
}).describe('How often a message is repeated while somebody is hurt. Default: 4h');

const digestTime = written({
  name: 'a time of the day, or none',
  fix: 'write hours and minutes in quotes: "09:00", or none',
  isTime: true,
  pattern: new RegExp(`${timePattern.source}|^none$`),
  read: (text) => (text === 'none' ? ('none' as const) : minuteOfDay(text)),
  examples: ['09:00', 'none'],
});

export const digest = z
  .union([
    digestTime,
    z.strictObject({
      at: timeOfDay.optional().describe('Default: 09:00'),
      during: nonEmpty.optional().describe('Calendar on whose days it comes. Default: office'),
      to: oneOrMore(nonEmpty).optional().describe('Receiver, or a list of them. Default: the first that is no pager.'),
      team: nonEmpty.optional().describe('Whose channel, where a receiver says "{team}". Default: the default team.'),
    }),
  ])
  .describe('The daily digest of what was counted in silence. Default: 09:00 on office days');

const redaction = written({
  name: 'a regular expression',
  fix: 'write it as JavaScript does, without slashes around it, in single quotes',
  pattern: /./,
  read: (text) => (matchesNothing(text) === false ? text : undefined),
  complain: (text) =>
    matchesNothing(text)
      ? {
          problem: `${show(text)} matches the empty text, so it would redact everything`,
          fix: 'ask for at least one letter: + for *',
        }
      : undefined,
  examples: ['customer-\\d+'],
});

export const redact = oneOrMore(redaction).describe(
  'Regular expressions: what they match in log lines and reasons is not shown. Secrets of known forms never are.',
);

/** Whether an expression matches the empty text; absent: it is none. */
function matchesNothing(text: string): boolean | undefined {
  try {
    return new RegExp(text, 'u').test('');
  } catch {
    return undefined;
  }
}

const logLink = written({
  name: 'a web address with known places',
  fix: `write https://…, with places out of: ${logLinkPlaces.map((place) => `{${place}}`).join(' ')}`,
  pattern: /^https:\/\/\S+$/,
  read: (text) => (placesIn(text).every((place) => logLinkPlaces.some((known) => known === place)) ? text : undefined),
  examples: ['https://logs.example.com/search?task={task}&from={from}'],
});

function placesIn(text: string): string[] {
  return [...text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
}

export const logLinks = z
  .record(nonEmpty, logLink)
  .describe('By log driver (awsfirelens, splunk, …): a link to the logs of a container that are not in CloudWatch.');
