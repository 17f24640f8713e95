import { holidayTable } from '../../core/calendar/holidays/table.ts';
import { localDateOf } from '../../core/calendar/local-time.ts';
import { teamAddress } from '../../alert/policy.ts';
import type { Instant } from '../../core/time.ts';
import { accountWarnings } from './check-account.ts';
import { jobWarnings } from './check-jobs.ts';
import type { Known } from './check-account.ts';
import type { Finding } from './fault.ts';
import { receiverTypes } from './schema/receivers.ts';
import { matchKeys } from './schema/routes.ts';
import type { Configuration } from './schema.ts';

/** What is allowed, and yet likely not meant. */
export function checkConfiguration(configuration: Configuration, known: Known = {}): Finding[] {
  return [
    ...teamWarnings(configuration),
    ...calendarWarnings(configuration, known.now),
    ...routeWarnings(configuration),
    ...receiverWarnings(configuration),
    ...jobWarnings(configuration, known.now),
    ...accountWarnings(configuration, known),
  ];
}

function teamWarnings({ receivers, teams = {}, ownerTags }: Configuration): Finding[] {
  const templates = receiverTypes.filter((type) => Object.values(receivers).some((each) => each[type] === teamAddress));
  const all = Object.entries(teams);
  const hasDefault = all.length === 1 || all.some(([, team]) => team.default);
  const lacking = all.flatMap(([name, team]) =>
    templates
      .filter((type) => type !== 'webhook' && team[type] === undefined)
      .map((type) => ({
        path: ['teams', name],
        at: 'key' as const,
        problem: `${name} has no ${type}`,
        fix: hasDefault ? `what is theirs goes to the default team; write ${type}: … in it` : `write ${type}: … in it`,
      })),
  );
  if (hasDefault || all.length === 0) return lacking;
  const tags = (ownerTags ?? ['Team']).slice(0, 1).join('');
  const problem = `no team is the default: nobody owns a service without the tag ${tags}`;
  return [...lacking, { path: ['teams'], at: 'key', problem, fix: 'write default: true in one of them' }];
}

function calendarWarnings({ calendars = {}, timezone }: Configuration, now: Instant | undefined): Finding[] {
  if (now === undefined) return [];
  const year = Number(localDateOf(now, timezone ?? 'UTC').slice(0, 4));
  return Object.entries(calendars).flatMap(([name, { holidays = [] }]) =>
    holidays
      .filter((list) => holidayTable(list).computedThrough <= year)
      .map((list) => ({
        path: ['calendars', name, 'holidays'],
        problem: `the holidays of ${list} are known up to ${holidayTable(list).computedThrough} only`,
        fix: 'update Watchkeeper, or write the days under closed:',
      })),
  );
}

function routeWarnings({ routes = [] }: Configuration): Finding[] {
  const final = routes.findIndex(
    (route) => !route.continue && route.for === undefined && matchKeys.every((key) => route[key] === undefined),
  );
  const unreached = final < 0 ? [] : routes.slice(final + 1);
  return unreached.map((_, at) => ({
    path: ['routes', final + 1 + at],
    problem: `never reached: routes[${final}] takes everything`,
    fix: `put it above routes[${final}], or take it out`,
  }));
}

function receiverWarnings({ receivers, routes, digest, pager }: Configuration): Finding[] {
  const names = Object.keys(receivers);
  const listed = typeof digest === 'object' ? (digest.to ?? []) : [];
  const used = new Set([...listed, ...(routes ?? []).flatMap(({ to, escalate }) => [...to, ...(escalate?.to ?? [])])]);
  const unused = routes ? names.filter((name) => !used.has(name)) : [];
  const onlyPagers = Object.values(receivers).every(({ pagerduty }) => pagerduty !== undefined);
  return [
    ...unused.map((name) => ({
      path: ['receivers', name],
      at: 'key' as const,
      problem: `no route leads to ${name}: it is only told when others fail`,
      fix: 'name it in a route, or take it out',
    })),
    ...(onlyPagers
      ? [
          {
            path: ['receivers'],
            at: 'key' as const,
            problem: `every receiver is a pager: ${pager === 'shadow' ? 'in the shadow nobody hears of anything' : 'what wakes nobody, and the digest, is told to nobody'}`,
            fix: 'add one that people read: slack, amazonQ or sns',
          },
        ]
      : []),
  ];
}
