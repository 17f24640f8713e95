import { plainLine } from '../../lib/channels/plain.ts';
import { say } from '../../lib/core/language.ts';
import { present } from '../../lib/core/present.ts';
import { isoTime } from '../../lib/core/time.ts';
import { findAdviceText } from '../../lib/ecs/advice/texts.ts';
import { checkJson } from '../hooks/lines.ts';
import type { JsonLine } from '../terminal.ts';
import type { Told } from './judged.ts';
import { isNow } from './judged.ts';
import type { Look } from './look.ts';
import { nameOfUnused } from './look.ts';

/** For programs: names, and moments in UTC. The texts of `told` are in the language of the configuration, the others in English. */
export function lookJson(look: Look): readonly JsonLine[] {
  const { source, told, advised, watchers, missing, starters, unused, unread } = look;
  const count = (severity: string): number => advised.filter((each) => each.severity === severity).length;
  return [
    ...told.map(toldJson),
    ...advised.map(({ rule, severity, makesDeploymentFail, services, example }) => {
      const title = findAdviceText(rule)?.title;
      const text = title === undefined ? '' : say(title, 'en', example.fills);
      return { type: 'advice', rule, severity, makesDeploymentFail, services, title: text };
    }),
    ...look.groups.map(checkJson),
    ...watchers.map((each) => ({ type: 'watcher', ...each })),
    ...missing.map(({ id, said, of }) => ({ type: 'missing', id, of, text: said.en })),
    ...starters.map((each) => ({ ...each, type: 'starter', starter: each.kind })),
    ...unused.map((name) => ({ type: 'unused', kind: name.split('/')[0], name: nameOfUnused(name) })),
    ...unread.map((each) => ({ type: 'unread', ...each })),
    {
      type: 'look',
      at: isoTime(source.at),
      account: source.account,
      region: source.region,
      clusters: source.clusters.length,
      services: look.services.length,
      broken: told.filter(isNow).length,
      soon: told.filter((each) => !isNow(each)).length,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      unread: unread.length,
      routes: look.routes,
    },
  ];
}

function toldJson(told: Told): JsonLine {
  const { alert, message, severity, environment, afterMs, team, routing } = told;
  const { level, desired, running, healthy } = alert.impact;
  return {
    type: 'told',
    now: isNow(told),
    afterSeconds: Math.round(afterMs / 1000),
    key: alert.key,
    subject: alert.subject,
    environment,
    severity,
    impact: { level, ...present({ desired, running, healthy }) },
    causes: alert.causes.map(({ id, count, container, exitCode, certainty }) => ({
      id,
      count,
      certainty,
      ...present({ container, exitCode }),
    })),
    title: plainLine(message.title),
    next: plainLine(message.next),
    remedy: (message.do ?? []).map((line) => plainLine(line)),
    ...present({ team }),
    receivers: (routing?.now ?? []).map(({ receiver }) => receiver),
    later: (routing?.later ?? []).map(({ receiver, at, reason }) => ({ receiver, at: isoTime(at), reason })),
    withheld: (routing?.withheld ?? []).map(({ receiver, why }) => ({ receiver, why })),
  };
}
