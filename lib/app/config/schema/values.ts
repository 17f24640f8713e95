import { literalSecret } from '../secret.ts';
import { durationMs, durationPattern, isTimezone, minuteOfDay, timePattern } from '../notation.ts';
import { nearest } from '../nearest.ts';
import { nonEmpty, oneOrMore, show, written } from '../words.ts';

/** A duration, in milliseconds. */
export const duration = written({
  name: 'a duration',
  fix: 'write a number and a unit: 90s, 5m, 2h or 7d',
  pattern: durationPattern,
  read: durationMs,
  examples: ['5m', '2h', '90s'],
});

/** A time of the day, in minutes. */
export const timeOfDay = written({
  name: 'a time of the day',
  fix: 'write hours and minutes in quotes: "09:00"',
  pattern: timePattern,
  read: minuteOfDay,
  isTime: true,
  examples: ['09:00'],
});

const zoneFix = 'write a name of the IANA list, like Asia/Tokyo, Europe/Berlin or UTC';

/** By the whole name, or by the city alone. */
function nearestZone(text: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  const cities = new Map(zones.map((zone) => [zone.split('/').at(-1) ?? zone, zone]));
  return nearest(text, zones) ?? cities.get(nearest(text, [...cities.keys()]) ?? '');
}

/** A time zone of the IANA data base. */
export const timezone = written({
  name: 'a time zone',
  fix: zoneFix,
  complain: (text) => {
    const meant = nearestZone(text);
    const fix = meant ? `did you mean "${meant}"?` : zoneFix;
    return { problem: `${show(text)} is not a time zone`, fix };
  },
  pattern: /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/,
  read: (text) => (isTimezone(text) ? text : undefined),
  examples: ['Asia/Tokyo', 'UTC'],
});

/** A name, or a pattern of names in which `*` stands for anything. */
export const namePattern = nonEmpty.meta({ examples: ['orders-*'] });

export const namePatterns = oneOrMore(namePattern);

/** `cluster/service`, each may hold `*`. */
export const servicePattern = written({
  name: 'a cluster and a service',
  fix: 'write cluster/service, each may hold *: web/orders-api, web/*, "*/orders-*"',
  pattern: /^[^/\s]+\/[^/\s]+$/,
  read: (text) => text,
  examples: ['web/orders-api', 'web/*'],
});

const inParameter =
  'put it into an SSM parameter of type SecureString and write that name here, which begins with / (/watchkeeper/…); then replace the secret, since it stood in a file';

/**
 * The name of an SSM parameter that holds something secret.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function secretParameter(holds: string) {
  return written({
    name: `the name of an SSM parameter that holds ${holds}`,
    fix: inParameter,
    pattern: /^\/[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/,
    read: (text) => text,
    examples: ['/watchkeeper/slack-token'],
    // What stands here may be the secret: it is not shown.
    complain: (text) => {
      const literal = literalSecret(text);
      const problem = literal
        ? `${literal} stands in the file itself`
        : `this is not the name of an SSM parameter that holds ${holds}`;
      return { problem, fix: literal ? inParameter : 'write its name, which begins with /: /watchkeeper/…' };
    },
  });
}

/** https://docs.slack.dev/reference/objects/conversation-object: channels begin with C, private ones of old with G. */
export const slackChannel = written({
  name: "a Slack channel's id",
  fix: 'names can change, ids cannot: copy the id (C…) from the bottom of the channel\'s "About" in Slack',
  pattern: /^[CGD][A-Z0-9]{4,}$/,
  read: (text) => text,
  examples: ['C01ORDERS'],
});

/** A user group (S…) or a person (U…, W…). */
export const slackMention = written({
  name: 'the id of a Slack user group or user',
  fix: 'write the id: S… of a user group, or U… of a person; without @',
  pattern: /^[SUW][A-Z0-9]{4,}$/,
  read: (text) => text,
  examples: ['S01ORDERS'],
});

/** An SNS topic, by ARN, or by name in the stack's own account and region. */
export const topic = written({
  name: "an SNS topic's name or ARN",
  fix: "write the topic's name, or its ARN when it is in another account or region",
  pattern: /^(arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:)?[A-Za-z0-9_-]{1,256}(\.fifo)?$/,
  read: (text) => (text.endsWith('.fifo') ? undefined : text),
  examples: ['noc-mail', 'arn:aws:sns:ap-northeast-1:123456789012:noc-mail'],
});
