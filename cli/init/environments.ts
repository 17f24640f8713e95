import { matchesGlob } from '../../lib/core/glob.ts';

/** Words that people put into the names of clusters, by what they mean. Production needs none: it is what is left over. */
const words: Readonly<Record<string, readonly string[]>> = {
  staging: ['staging', 'stage', 'stg'],
  dev: ['dev', 'devel', 'develop', 'development'],
  test: ['test', 'testing', 'tst', 'qa'],
  uat: ['uat'],
  preview: ['preview', 'pr', 'review'],
  demo: ['demo'],
  sandbox: ['sandbox', 'sbx'],
};

type FoundEnvironment = {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly clusters: readonly string[];
};

/** Environments by the words in the names of clusters, with patterns that take no cluster of another one. */
export function environmentsOf(clusters: readonly string[]): readonly FoundEnvironment[] {
  const all = clusters.map((cluster) => ({ cluster, ...wordIn(cluster) }));
  return Object.keys(words).flatMap((name): FoundEnvironment[] => {
    const own = all.filter((each) => each.environment === name);
    if (own.length === 0) return [];
    const others = all.filter((each) => each.environment !== name).map(({ cluster }) => cluster);
    const patterns = own.map(({ cluster, word = '' }) => {
      const pattern = patternOf(cluster, word);
      return others.some((other) => matchesGlob(pattern, other)) ? cluster : pattern;
    });
    return [{ name, patterns: [...new Set(patterns)].toSorted(), clusters: own.map(({ cluster }) => cluster) }];
  });
}

/** Clusters of no environment with a name of its own. */
export function productionOf(clusters: readonly string[]): readonly string[] {
  return clusters.filter((cluster) => wordIn(cluster).environment === undefined);
}

function wordIn(cluster: string): { readonly environment?: string; readonly word?: string } {
  const parts = cluster.split(/[-_.]/);
  for (const [environment, known] of Object.entries(words)) {
    const word = parts.find((part) => known.includes(part.toLowerCase()));
    if (word !== undefined) return { environment, word };
  }
  return {};
}

/** `stg-web` → `stg-*`, `web-stg` → `*-stg`, `shop-stg-web` → `*-stg-*`. */
function patternOf(cluster: string, word: string): string {
  const at = new RegExp(`(^|[-_.])${word}([-_.]|$)`).exec(cluster);
  if (at === null) return cluster;
  const [, before = '', after = ''] = at;
  const isFirst = before === '' && at.index === 0;
  return `${isFirst ? '' : `*${before}`}${word}${after === '' ? '' : `${after}*`}`;
}
