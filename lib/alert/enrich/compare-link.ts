/** Where people see the difference between two commits. `a` and `b` are encoded. */
type CodeHost = {
  readonly hosts: RegExp;
  readonly link: (path: readonly string[], a: string, b: string) => string;
  readonly source: string;
};

const codeHosts: readonly CodeHost[] = [
  {
    hosts: /^git-codecommit\.[a-z0-9-]+\.amazonaws\.com$/,
    link: ([host = '', ...path], a, b) => {
      const region = host.split('.')[1] ?? '';
      return `https://${region}.console.aws.amazon.com/codesuite/codecommit/repositories/${path.at(-1)}/compare/${a}/.../${b}?region=${region}`;
    },
    source: 'the console of CodeCommit as it is; not documented',
  },
  {
    hosts: /(?:^|\.)bitbucket\./,
    // The new one first, and %0D between the two.
    link: (path, a, b) => `https://${path.join('/')}/branches/compare/${b}%0D${a}`,
    source: 'Bitbucket Cloud as it is; not documented',
  },
  {
    hosts: /(?:^|\.)gitlab\./,
    link: (path, a, b) => `https://${path.join('/')}/-/compare/${a}...${b}`,
    source: 'GitLab docs, Compare revisions',
  },
  {
    hosts: /./,
    link: (path, a, b) => `https://${path.join('/')}/compare/${a}...${b}`,
    source: 'GitHub docs, Comparing commits; also Gitea and Forgejo',
  },
];

/** A commit: 7 to 40 hex digits with a letter among them (7 digits may as well be a build number), alone or after a name. */
const commit = /(?:^|[-_.])((?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{7,40})$/;

/** A version tag: `v1.42.1`, `1.42`, `2026.11.21-rc.1`. */
const version = /^v?\d+\.\d+(?:\.\d+)*(?:[-+][\w.]+)?$/;

/**
 * The link to what lies between two image tags, when both look like commits or both like version tags. `repo` is
 * `host/path`. Undefined when a link would lead nowhere.
 */
export function compareLink(repo: string, from: string, to: string): string | undefined {
  const refs = refsOf(from, to);
  const path = repo
    .replace(/^https?:\/\//, '')
    .replace(/(?:\.git)?\/*$/, '')
    .split('/');
  const host = path[0] ?? '';
  if (refs === undefined || path.length < 2) return undefined;
  const [a, b] = refs.map(encodeURIComponent);
  return codeHosts.find(({ hosts }) => hosts.test(host))?.link(path, a ?? '', b ?? '');
}

function refsOf(from: string, to: string): readonly [string, string] | undefined {
  if (from === to) return undefined;
  if (version.test(from) && version.test(to)) return [from, to];
  const [a, b] = [commit.exec(from)?.[1], commit.exec(to)?.[1]];
  return a === undefined || b === undefined || a === b ? undefined : [a, b];
}
