import type { Cause } from '../core/alert.ts';

const namesShown = 3;

/** The same reason of several instances is one: with their names, and their tasks added up. */
export function folded(causes: readonly Cause[]): readonly Cause[] {
  return [...Map.groupBy(causes, aboutOf).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [same.length === 1 ? first : together(first, same)];
  });
}

function aboutOf({ id, fills }: Cause): string {
  return `${id} ${fills?.['cluster'] ?? ''} ${id === 'drain_forced' ? '' : (fills?.['names'] ?? fills?.['reason'] ?? '')}`;
}

function together(first: Cause, same: readonly Cause[]): Cause {
  const all = (name: string): readonly string[] =>
    same.flatMap(({ fills }) => (fills?.[name] === undefined ? [] : String(fills[name]).split(', ')));
  const { count } = first.fills ?? {};
  const joinedIf = (name: string) => (first.fills?.[name] === undefined ? {} : { [name]: joined(all(name)) });
  return {
    ...first,
    count: same.length,
    firstAt: Math.min(...same.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...same.map(({ lastAt }) => lastAt)),
    fills: {
      ...first.fills,
      instance: firstOf(all('instance')),
      ...joinedIf('names'),
      ...joinedIf('tasks'),
      ...(count !== undefined && { count: same.reduce((sum, { fills }) => sum + Number(fills?.['count'] ?? 0), 0) }),
    },
  };
}

/** `i-0aa +7`: a title has room for one name. */
function firstOf(names: readonly string[]): string {
  const [first = '?', ...others] = [...new Set(names)].sort();
  return others.length === 0 ? first : `${first} +${others.length}`;
}

/** The first few of them, each once. */
function joined(names: readonly string[]): string {
  const all = [...new Set(names)].filter((name) => name !== '…').sort();
  return [...all.slice(0, namesShown), ...(all.length > namesShown ? ['…'] : [])].join(', ');
}
