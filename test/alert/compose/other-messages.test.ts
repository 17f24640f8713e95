import { describe, expect, test } from 'vitest';
import { durationOf, momentOf } from '../../../lib/alert/compose/clock.ts';
import { composeDigest } from '../../../lib/alert/compose/digest.ts';
import { incidentId } from '../../../lib/alert/compose/incident-id.ts';
import { composeMuteEnded } from '../../../lib/alert/compose/mute-ended.ts';
import { newsReply } from '../../../lib/alert/compose/news.ts';
import { plainOf } from '../../../lib/alert/compose/phrase.ts';
import { composeUmbrella } from '../../../lib/alert/compose/umbrella.ts';
import { readableWords } from '../../../lib/alert/compose/untrusted-words.ts';
import type { Member } from '../../../lib/alert/state.ts';
import type { Alert } from '../../../lib/core/alert.ts';
import { languages } from '../../../lib/core/language.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import { previewMessage } from '../../../cli/preview.ts';
import { compose } from '../../../lib/alert/compose/compose.ts';
import { checkRules, checkSameLines } from './rules.ts';
import { cause, situation, situations, start } from './situations.ts';

const timezone = 'Asia/Tokyo';

test('an incident has a short name, the next one of the subject another', () => {
  expect(incidentId('a/b', start)).toMatch(/^INC-[0-9A-F]{4}$/);
  expect(incidentId('a/b', start)).toBe(incidentId('a/b', start));
  expect(incidentId('a/b', start + 1)).not.toBe(incidentId('a/b', start));
});

test.each([
  [45 * secondMs, '45 s', '45秒'],
  [0, '1 s', '1秒'],
  [5 * minuteMs, '5 min', '5分'],
  [91 * minuteMs, '1 h 31 min', '1時間31分'],
  [2 * hourMs, '2 h', '2時間'],
  [31 * dayMs, '31 days', '31日'],
] as const)('a duration of %d ms', (ms, en, ja) => {
  expect(durationOf(ms, 'en')).toBe(en);
  expect(durationOf(ms, 'ja')).toBe(ja);
});

test.each([
  [start, '02:12', '02:12'],
  [start - 8 * hourMs, '20 Nov 18:12', '11月20日 18:12'],
  [start - 365 * dayMs, '21 Nov 2025 02:12', '2025年11月21日 02:12'],
] as const)('a moment as people say it: %d', (at, en, ja) => {
  expect(momentOf(at, { language: 'en', timezone, now: start })).toBe(en);
  expect(momentOf(at, { language: 'ja', timezone, now: start })).toBe(ja);
});

test.each([
  ['role arn:aws:iam::123456789012:role/app is not authorized', 'role role/app is not authorized'],
  ['task 4c1e0a5b7d2f4e6a8b9c0d1e2f3a4b5c died', 'task 4c1e0a5b died'],
  ['failed: {"message": "no such key", "n": 1}', 'failed: no such key'],
  ['cut: {"message": "no such key", "detail": "aa', 'cut: no such key'],
  ['cut: {"code": 403, "mess', 'cut: …'],
  ['{"message": "not \\"here\\"\\n"}', 'not "here"'],
  ['may not read arn:aws:secretsmanager:ap-nor', 'may not read arn:…'],
  ['two\nlines\tand `ticks`', "two lines and 'ticks'"],
  ['123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/orders:v1: not found', 'orders:v1: not found'],
])("AWS's words are made readable: %s", (text, shown) => {
  expect(readableWords(text)).toBe(shown);
});

test('long words are cut at a word', () => {
  const shown = readableWords('word '.repeat(200));
  expect(shown.length).toBeLessThanOrEqual(300);
  expect(shown.endsWith('word…')).toBe(true);
});

function alertOf(more: Partial<Alert>): Alert {
  const { alert } = situation('x', {
    causes: [cause('oom', { container: 'app' })],
    impact: { level: 'down', healthy: 0, lowest: 0 },
  }).input;
  return { ...alert, ...more };
}

describe('news in the thread', () => {
  const before = { level: 'at-risk', change: 'open', causes: [] } as const;

  test.each(languages)('what got worse is loud and says what was (%s)', (language) => {
    const reply = newsReply({ alert: alertOf({}), before, change: 'worse', language, timezone, now: start });
    expect(reply).toMatchObject({ key: 'news/3', broadcast: true });
    const text = plainOf(reply.lines[0] ?? []);
    expect(text).toContain('0/4');
    expect(text).toContain(language === 'en' ? 'was at risk' : '以前: リスクあり');
  });

  test('what comes back says so', () => {
    const reply = newsReply({
      alert: alertOf({}),
      before: { ...before, change: 'end' },
      change: 'worse',
      language: 'en',
      timezone,
      now: start,
    });
    expect(plainOf(reply.lines[0] ?? [])).toContain('failing again');
  });

  test('a job that failed again the next night says so', () => {
    const alert = alertOf({ subject: { ...alertOf({}).subject, kind: 'family' }, impact: { level: 'unknown' } });
    const again = { ...before, level: 'unknown' } as const;
    const reply = newsReply({ alert, before: again, change: 'worse', language: 'ja', timezone, now: start });
    expect(plainOf(reply.lines[0] ?? [])).toContain('再発');
  });

  test('the end is quiet and keeps the story', () => {
    const alert = alertOf({ status: 'resolved', endedAt: start + 5 * minuteMs });
    const reply = newsReply({ alert, before, change: 'end', language: 'en', timezone, now: start + hourMs });
    expect(reply.broadcast).toBeUndefined();
    expect(plainOf(reply.lines[0] ?? [])).toBe(
      'orders-api: recovered, 0/4 healthy · 5 min, 02:12 to 02:17 · 1 task failed · lowest 0/4 healthy',
    );
  });
});

function members(count: number, more: (index: number) => Partial<Member['alert']> = () => ({})): readonly Member[] {
  return Array.from({ length: count }, (_, index) => {
    const { alert } = situation('x', {
      subject: { name: `service-${index}` },
      causes: [cause('host_gone')],
      impact: { level: index < 3 ? 'down' : 'at-risk', healthy: index < 3 ? 0 : 3 },
    }).input;
    return { key: alert.key, startedAt: start, at: start, alert: { ...alert, ...more(index) } };
  });
}

function umbrella(
  list: readonly Member[],
  language: 'en' | 'ja' = 'en',
  forgotten = 0,
  closed = false,
): ReturnType<typeof composeUmbrella> {
  return composeUmbrella({
    members: list,
    forgotten,
    environment: { name: 'prod', production: true },
    language,
    timezone,
    incidentId: 'storm/x/1',
    startedAt: start,
    now: start + 5 * minuteMs,
    closed,
  });
}

/** An instance that has left its cluster. */
const gone: Partial<Member['alert']> = { status: 'resolved', impact: { level: 'none', because: 'gone' } };

describe('a storm', () => {
  test('says what its members share, and lists them', () => {
    const { message, replies } = umbrella(members(23));
    expect(plainOf(message.title)).toBe('[prod] 23 services failing, all in ap-northeast-1a');
    expect(plainOf(message.impact)).toBe('3 down, 20 at risk');
    expect(message.bar).toBe('red');
    expect(replies[0]?.fence).toHaveLength(23);
    expect(replies[0]?.fence?.[0]).toContain('DOWN 0/4');
  });

  test('names the account it is in, once for all of its members, while it goes on and when it is over', () => {
    const over = members(3).map((member) => ({ ...member, alert: { ...member.alert, status: 'resolved' as const } }));
    for (const list of [members(23), over]) {
      const named = (language: 'en' | 'ja') => plainOf(umbrella(list, language).message.context).split(' · ');
      expect(named('en').filter((part) => /123456789012/.test(part))).toEqual(['account 123456789012']);
      expect(named('ja').filter((part) => /123456789012/.test(part))).toEqual(['アカウント 123456789012']);
    }
  });

  test('in both languages, by the same rules', () => {
    for (const list of [
      members(23),
      members(120),
      members(12, (index) => ({ status: index === 0 ? 'rolled-back' : 'resolved' })),
      members(12, (index) => (index === 0 ? gone : { status: 'resolved' })),
    ]) {
      const [en, ja] = [umbrella(list, 'en', 4), umbrella(list, 'ja', 4)];
      checkRules(en);
      checkRules(ja);
      checkSameLines(en, ja);
    }
    for (const list of [members(12), members(12, (index) => (index < 4 ? {} : { status: 'resolved' }))]) {
      const [en, ja] = [umbrella(list, 'en', 4, true), umbrella(list, 'ja', 4, true)];
      checkRules(en);
      checkRules(ja);
      checkSameLines(en, ja);
    }
  });

  test('long lists are several replies', () => {
    expect(umbrella(members(120)).replies.map(({ fence }) => fence?.length)).toEqual([50, 50, 20]);
  });

  test('a list that grew is posted again only when it grew by much', () => {
    const [few, more, many] = [12, 13, 30].map((count) => umbrella(members(count)).replies.map(({ key }) => key));
    expect(few).toEqual(more);
    expect(few).not.toEqual(many);
  });

  test.each([
    ['all recovered', 'resolved', 'green'],
    ['some were rolled back', 'rolled-back', 'amber'],
    ['some were never heard of again', 'expired', 'grey'],
  ] as const)('the bar of its end: %s', (_, status, bar) => {
    const list = members(12, (index) => ({ status: index === 0 ? status : 'resolved' }));
    expect(umbrella(list).message).toMatchObject({ bar, status });
  });

  test('of what is gone it does not say that it recovered', () => {
    const { message, replies } = umbrella(members(12, (index) => (index === 0 ? gone : { status: 'resolved' })));
    expect(message).toMatchObject({ bar: 'grey', status: 'resolved' });
    expect(plainOf(message.impact)).toBe('5 min · 11 recovered, 1 gone or not wanted any more');
    expect(plainOf(message.next)).toBe('none of them fails any more; 1 gone or not wanted any more');
    expect(replies[0]?.fence?.[0]).toMatch(/^gone or not wanted any more {2}web\/service-0/);
  });

  test('of what was lost sight of it does not claim that it works', () => {
    const list = members(12, (index) => ({ status: index < 2 ? 'expired' : 'resolved' }));
    const { message, replies } = umbrella(list);
    expect(plainOf(message.impact)).toBe('5 min · 10 recovered, 2 end not known');
    expect(plainOf(message.next)).toBe('unknown for 2: nothing proves that they work again');
    expect(message.do).toHaveLength(1);
    expect(replies[0]?.fence?.[0]).toMatch(/^end not known {2}web\/service-0/);
    expect(
      umbrella(
        members(12, () => ({ status: 'resolved' })),
        'en',
        4,
      ).message.bar,
    ).toBe('grey');
  });

  const elsewhere = { availabilityZone: 'ap-northeast-1c' };

  test('what most of them share is not called all', () => {
    const list = members(20, (index) => (index < 4 ? { pointers: elsewhere, causes: [cause('oom')] } : {}));
    const apart = list.map((member, index) => ({
      ...member,
      alert: { ...member.alert, subject: { ...member.alert.subject, cluster: `c${index}` } },
    }));
    expect(plainOf(umbrella(apart).message.title)).toBe('[prod] 20 services failing, mostly in ap-northeast-1a');
  });

  test('a common cause is named, not its id; not everything is a service', () => {
    const list = members(12, (index) => ({
      subject: { account: '1', region: 'r', cluster: `c${index}`, kind: index === 0 ? 'family' : 'service', name: 'x' },
      pointers: {},
      causes: [cause('oom', { container: 'app' })],
    }));
    expect(umbrella(list).message.summary).toContain(
      '[prod] 12 services, tasks or instances failing, same cause: out of memory',
    );
  });

  test('where nothing is shared it says so', () => {
    const list = members(12, (index) => ({
      subject: {
        account: '123456789012',
        region: 'ap-northeast-1',
        cluster: `c${index}`,
        kind: 'service',
        name: `s${index}`,
      },
      pointers: {},
      causes: [cause(['oom', 'host_gone', 'pull_rate'][index % 3] ?? 'oom')],
    }));
    expect(plainOf(umbrella(list).message.title)).toBe('[prod] 12 services failing');
  });
});

const counts = {
  'failed/tasks': 14,
  'stop/scale_or_deploy': 200,
  'stop/essential_exit': 10,
  'would-page/web:orders-api': 2,
  'muted/m1': 3,
  'expired/batch:nightly-build': 1,
  'gap/unknown_stop': 4,
  'idle/web:forgotten': 1,
  'empty/old': 1,
  'quota/web': 1,
  'retiring/2026-11-27T18:00/web:orders-api': 1,
  'retiring/2026-11-27T18:00/batch:task 00805ce1': 1,
  'retiring/2026-11-27T18:00/web:blue': 1,
  'redeploy-code-deploy/web:blue': 1,
  'retiring/2026-11-27T18:00/web:sets': 1,
  'redeploy-task-set/web:sets': 1,
};

test.each(languages)('the digest is grey and by the rules (%s)', (language) => {
  const made = composeDigest({
    incident: 'digest/1',
    counts,
    open: ['web/a', 'web/b', 'web/c', 'web/d'],
    from: start - dayMs,
    now: start,
    nextAt: start + dayMs,
    region: 'eu-west-1',
    language,
    timezone,
  });
  checkRules(made);
  expect(made.message.bar).toBe('grey');
  expect(made.replies.map(({ key }) => key)).toEqual(['open', 'would-page', 'retiring']);
  expect(made.replies.at(-1)?.fence).toEqual([
    expect.stringMatching(/update-service .*orders-api.* --force-new-deployment$/),
    expect.stringMatching(/^web\/blue: .*CodeDeploy/),
    expect.stringMatching(/^web\/sets: /),
  ]);
  const why = plainOf(made.message.why ?? []);
  for (const part of ['210', 'batch/nightly-build', '4']) expect(why).toContain(part);
});

test.each(languages)('a mute that ended says what it hid (%s)', (language) => {
  const mute = {
    id: 'm1',
    target: 'web/orders-api',
    since: start - dayMs,
    until: start,
    why: 'migration',
    by: 'oncall',
  };
  const made = composeMuteEnded({ mute, hidden: 3, language, timezone, now: start });
  checkRules(made);
  expect(plainOf(made.message.impact)).toContain('3');
});

describe('the preview', () => {
  const { input } = situations[0] ?? situation('x', {});
  const { message, replies } = compose({ ...input, language: 'ja' });

  test('without colours it is plain text, with every line of the message', () => {
    const text = previewMessage(message, replies, { colour: false, width: 500 });
    expect(text).not.toContain('\u001B');
    for (const label of Object.values(message.labels)) expect(text).toContain(label);
    expect(text).toContain('[amber]');
    expect(text).toContain('    aws ecs stop-service-deployment');
  });

  test('lines keep to the width, wide characters counted twice', () => {
    const rows = previewMessage(message, [], { colour: false, width: 60 }).split('\n');
    const tooLong = rows.filter(
      (row) =>
        row.length + (row.match(/[\u3000-\u9fff\uff00-\uff60]/g)?.length ?? 0) > 62 &&
        !row.includes('CannotPull') &&
        !/\S{30}/.test(row),
    );
    expect(tooLong).toEqual([]);
  });

  test('no row begins with what closes, none ends with what opens', () => {
    for (let width = 24; width < 140; width += 1) {
      const rows = previewMessage(message, replies, { colour: false, width }).split('\n');
      const inside = rows.map((row) => row.replace(/^\| /, ''));
      expect(inside.filter((row) => /^[>)」)、。]|[<(「]$/.test(row))).toEqual([]);
    }
  });

  test('with colours the bar stands in front of every line', () => {
    const text = previewMessage(message, [], { colour: true, width: 100 });
    expect(text).toContain('\u001B[33m┃ ');
  });
});

test.each([
  ['EC2', ['update-container-instances-state', 'terminate-instance-in-auto-scaling-group']],
  ['MANAGED_INSTANCES', ['update-container-instances-state', 'deregister-container-instance']],
])('an instance of launch type %s is replaced by whoever may', (launchType, commands) => {
  const { input } = situation('impaired', {
    subject: { kind: 'instance', name: 'i-0141e2d7777777777' },
    causes: [cause('instance_impaired', { fills: { checks: 'CONTAINER_RUNTIME' } })],
    alert: {
      pointers: {
        ec2InstanceId: 'i-0141e2d7777777777',
        containerInstanceArn: 'arn:aws:ecs:eu-west-1:123456789012:container-instance/web/0141e2d7',
        launchType,
      },
    },
  });
  const fence = compose({ ...input, language: 'en' }).replies.find(({ key }) => key === 'commands')?.fence ?? [];
  expect(fence.flatMap((line) => /^aws \S+ (\S+)/.exec(line)?.[1] ?? [])).toEqual(commands);
});
