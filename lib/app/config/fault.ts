/** Where something stands in a configuration: keys and places in lists, from the root. */
export type Path = readonly (string | number)[];

/** Line and column count from 1. */
export type Place = { readonly line: number; readonly column: number };

/** One mistake: where it is, what it is, what to do. */
export type ConfigurationFault = Place & { readonly path: string; readonly problem: string; readonly fix: string };

/** A mistake whose place is yet to be looked up. `at`: the value, or the key it stands under. */
export type Finding = {
  readonly path: Path;
  readonly at?: 'key' | 'value';
  readonly problem: string;
  readonly fix: string;
};

/** `routes[1].to`, `scale["stg-all/*"].sleep`. */
export function pathText(path: Path): string {
  return path
    .map((part, at) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`;
      return at === 0 ? part : `.${part}`;
    })
    .join('');
}

/** A configuration that cannot be used, with all of its faults in the message. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly ConfigurationFault[];

  constructor(file: string, faults: readonly ConfigurationFault[]) {
    super(faults.map((fault) => faultLine(file, fault)).join('\n'));
    this.faults = faults;
  }
}

/** `watchkeeper.yml:12:5  routes[1].to  unknown receiver "pagr"; receivers are team, pager — did you mean "pager"?` */
export function faultLine(file: string, { line, column, path, problem, fix }: ConfigurationFault): string {
  return [`${file}:${line}:${column}`, ...(path === '' ? [] : [path]), `${problem} — ${fix}`].join('  ');
}
