/** What an incident can be about. */
export const subjectKinds = ['service', 'family', 'job', 'instance', 'cluster', 'account'] as const;

export type SubjectKind = (typeof subjectKinds)[number];

/**
 * The one thing an incident is about. `cluster` is a cluster's name, or `-` where there is none.
 * `name` is what AWS calls the thing: a service's name, a task family, an instance id.
 */
export type Subject = {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly kind: SubjectKind;
  readonly name: string;
};

/** The service an incident is about, where it is about one. What stands behind a slash says what of it (`api/scaling`). */
export function serviceNameIn({ kind, name }: Pick<Subject, 'kind' | 'name'>): string | undefined {
  return kind === 'service' ? (name.split('/')[0] ?? name) : undefined;
}

/** `cluster/name`; of what is in no cluster, its name. */
export function placedName({ cluster, name }: Pick<Subject, 'cluster' | 'name'>): string {
  return cluster === '-' ? name : `${cluster}/${name}`;
}

/** `account/region/cluster/kind/name`: one open incident per key. A name may hold slashes, what stands before it may not. */
export function incidentKey(subject: Subject): string {
  return [subject.account, subject.region, subject.cluster, subject.kind, subject.name].join('/');
}
