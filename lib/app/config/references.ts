import { alarmTopic } from '../../alert/receivers.ts';
import { teamAddress } from '../../alert/policy.ts';
import type { Finding, Path } from './fault.ts';
import { officeCalendar, productionName } from './names.ts';
import { nearest } from './nearest.ts';
import { receiverOptions, receiverTypes } from './schema/receivers.ts';
import { show } from './words.ts';
import { isObject } from '../../core/json.ts';

/** Names that may be referred to, and what they are called. */
type Names = { readonly one: string; readonly many: string; readonly known: readonly string[] };

/**
 * What does not fit together, in a file whose values may be of any shape: so that all mistakes are told at once, those
 * of single values and these.
 */
export function referenceFindings(root: unknown): Finding[] {
  const file = isObject(root) ? root : {};
  return [
    ...entriesOf(file['receivers']).flatMap(([name, value]) => receiverFindings(name, value)),
    ...teamFindings(file),
    ...entriesOf(file['environments']).flatMap(([name, value]) => environmentFindings(name, value)),
    ...itemsOf(file['routes']).flatMap((route, at) => routeFindings(file, route, ['routes', at])),
    ...digestFindings(file),
  ];
}

/** A mapping's entries; none where there is no mapping. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function calendarsOf(file: unknown): Names {
  const known = [...new Set([...Object.keys(asRecord(fieldOf(file, 'calendars'))), officeCalendar])];
  return { one: 'calendar', many: 'calendars', known };
}

function receiversOf(file: unknown): Names {
  return { one: 'receiver', many: 'receivers', known: Object.keys(asRecord(fieldOf(file, 'receivers'))) };
}

function teamsOf(file: unknown): Names {
  return { one: 'team', many: 'teams', known: Object.keys(asRecord(fieldOf(file, 'teams'))) };
}

function environmentsOf(file: unknown): Names {
  const known = [...new Set([...Object.keys(asRecord(fieldOf(file, 'environments'))), productionName])];
  return { one: 'environment', many: 'environments', known };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

/** The names a value refers to, each with its path: one, or a list. */
function referred(value: unknown, path: Path): { readonly name: string; readonly path: Path }[] {
  const items = Array.isArray(value) ? value.map((item: unknown, at) => ({ item, path: [...path, at] })) : [];
  const all = typeof value === 'string' ? [{ item: value, path }] : items;
  return all.flatMap(({ item, path: at }) => (typeof item === 'string' ? [{ name: item, path: at }] : []));
}

/** Every name in a value that is none of those there are. */
export function unknownNames(value: unknown, path: Path, names: Names): Finding[] {
  return referred(value, path)
    .filter(({ name }) => name !== '' && !names.known.includes(name))
    .map(({ name, path: at }) => {
      const meant = nearest(name, names.known);
      const all = names.known.length > 0 ? `${names.many} are ${names.known.join(', ')}` : `there are no ${names.many}`;
      const problem = `unknown ${names.one} ${show(name)}; ${all}`;
      return {
        path: at,
        problem,
        fix: meant ? `did you mean "${meant}"?` : `write it under ${names.many}:, or name one of them`,
      };
    });
}

/** As `unknownNames`, where a pattern with `*` may stand, too. */
function unknownPatterns(value: unknown, path: Path, names: Names): Finding[] {
  const patterns = new Set(referred(value, path).flatMap(({ name }) => (name.includes('*') ? [name] : [])));
  return unknownNames(value, path, { ...names, known: [...names.known, ...patterns] });
}

function ofLastResort(path: Path): Finding {
  const problem = `${alarmTopic} is the name of the receiver of last resort`;
  return { path, at: 'key', problem, fix: 'give it another name' };
}

function receiverFindings(name: string, value: unknown): Finding[] {
  if (!isObject(value)) return [];
  const path = ['receivers', name];
  const types = receiverTypes.filter((type) => Object.hasOwn(value, type));
  const [type, second] = types;
  const reserved = name === alarmTopic ? [ofLastResort(path)] : [];
  if (type === undefined) {
    if (Object.hasOwn(value, '<<')) return reserved;
    const fix = `write exactly one of ${receiverTypes.join(', ')}`;
    return [...reserved, { path, at: 'key', problem: 'this receiver does not say where messages go', fix }];
  }
  if (second !== undefined) {
    const problem = `${type} and ${second} stand in one receiver`;
    return [
      ...reserved,
      { path: [...path, second], at: 'key', problem, fix: 'make them two receivers: a route may name both' },
    ];
  }
  const options = new Set(Object.values(receiverOptions).flat());
  const misplaced = Object.keys(value).filter((key) => options.has(key) && !receiverOptions[type].includes(key));
  return [
    ...reserved,
    ...misplaced.map((key): Finding => {
      const owners = receiverTypes.filter((each) => receiverOptions[each].includes(key)).join(' or ');
      return {
        path: [...path, key],
        at: 'key',
        problem: `${key} has no meaning beside ${type}`,
        fix: `take it out: it belongs to ${owners}`,
      };
    }),
  ];
}

function teamFindings(file: unknown): Finding[] {
  const teams = entriesOf(fieldOf(file, 'teams'));
  const defaults = teams.filter(([, value]) => fieldOf(value, 'default') === true).map(([name]) => name);
  const second: Finding[] = defaults.slice(1).map((name) => ({
    path: ['teams', name, 'default'],
    problem: `${String(defaults[0])} is the default team already`,
    fix: 'keep default: true on one of them',
  }));
  const templates = entriesOf(fieldOf(file, 'receivers')).flatMap(([name, value]) =>
    receiverTypes.filter((type) => fieldOf(value, type) === teamAddress).map((type) => ({ name, type })),
  );
  const unreachable = templates
    .filter(({ type }) => !teams.some(([, value]) => fieldOf(value, type) !== undefined))
    .map(({ name, type }): Finding => {
      const fix = `give each team its own: teams: { orders: { ${type}: … } }`;
      return { path: ['receivers', name, type], problem: `"{team}" leads nowhere: no team has ${type}`, fix };
    });
  return [...second, ...unreachable];
}

/** Names that people give to production. What is called so and counted as a playground would never wake anybody. */
const likeProduction = /^(prod|prd|production|live|本番)/i;

function environmentFindings(name: string, value: unknown): Finding[] {
  const production = fieldOf(value, 'production');
  if (name === productionName && production === false) {
    const fix = 'give clusters that are not production an environment of another name';
    return [{ path: ['environments', name, 'production'], problem: `${name} is production, always`, fix }];
  }
  if (name === productionName || !likeProduction.test(name) || production !== undefined) return [];
  const problem = `only ${productionName} is production by its name: nobody would be paged for ${name}`;
  const fix = `write production: true in it, or production: false if that is meant (what no environment claims is ${productionName})`;
  return [{ path: ['environments', name], at: 'key', problem, fix }];
}

function routeFindings(file: unknown, route: unknown, path: Path): Finding[] {
  const escalate = fieldOf(route, 'escalate');
  return [
    ...unknownNames(fieldOf(route, 'to'), [...path, 'to'], receiversOf(file)),
    ...unknownNames(fieldOf(escalate, 'to'), [...path, 'escalate', 'to'], receiversOf(file)),
    ...unknownNames(fieldOf(route, 'during'), [...path, 'during'], calendarsOf(file)),
    ...unknownPatterns(fieldOf(route, 'team'), [...path, 'team'], teamsOf(file)),
    ...unknownPatterns(fieldOf(route, 'env'), [...path, 'env'], environmentsOf(file)),
  ];
}

function digestFindings(file: unknown): Finding[] {
  const digest = fieldOf(file, 'digest');
  return [
    ...unknownNames(fieldOf(digest, 'to'), ['digest', 'to'], receiversOf(file)),
    ...unknownNames(fieldOf(digest, 'during'), ['digest', 'during'], calendarsOf(file)),
    ...unknownNames(fieldOf(digest, 'team'), ['digest', 'team'], teamsOf(file)),
  ];
}
