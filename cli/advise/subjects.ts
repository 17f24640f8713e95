import type { RawItem } from '../../lib/core/cluster-reads.ts';
import { serviceOf, taskDefinitionOf } from '../../lib/ecs/arn.ts';
import type { AdviceSource } from '../../lib/ecs/advice/read/facts.ts';
import type { Snapshot } from '../../lib/ecs/placement/snapshot.ts';
import { readSnapshot, snapshotKeys } from '../../lib/ecs/placement/snapshot.ts';
import { few } from '../explain/cluster.ts';
import { fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import type { Content, Document, Place } from './documents.ts';
import { contentsOf, listed } from './documents.ts';
import { liveSource } from './live.ts';

export type SubjectOptions = {
  readonly service?: string;
  readonly cluster?: string;
  readonly account?: string;
  readonly region?: string;
};

/** One thing to advise on: a service with its task definition, or one of the two. */
export type AdviseSubject = {
  readonly source: AdviceSource;
  readonly places: { readonly taskDefinition?: Place; readonly service?: Place };
};

const whatToGive = 'give a file, or --service CLUSTER/SERVICE';

/** An account in a file, read once for all its services. */
type AccountFile = {
  readonly document: Document;
  readonly snapshot?: Snapshot;
  readonly services: readonly Document[];
  readonly definitions: ReadonlyMap<string, Document>;
};

type Given = {
  readonly definitions: readonly Document[];
  readonly services: readonly Document[];
  readonly account: AccountFile | undefined;
};

export async function subjectsOf(
  files: readonly string[],
  options: SubjectOptions,
  io: Io,
): Promise<readonly AdviseSubject[]> {
  const given = await givenIn(files, options, io);
  if (options.service !== undefined) return [await namedSubject(options.service, given, { options, io })];
  const { definitions, services, account } = given;
  if (services.length > 0) return services.map((service) => subjectOf(service, definitionFor(service, given), account));
  if (definitions.length > 0) return definitions.map((definition) => subjectOf(undefined, definition, account));
  if (account === undefined) throw usageError('advise needs something to look at', whatToGive);
  const active = account.services.filter(({ item }) => (item['status'] ?? 'ACTIVE') === 'ACTIVE');
  if (active.length > 0) return active.map((service) => subjectOf(service, definitionFor(service, given), account));
  const all = [...new Set(account.definitions.values())];
  if (all.length > 0) return all.map((definition) => subjectOf(undefined, definition, account));
  throw fault(`${account.document.place.file} has no service, and no task definition`, whatToGive);
}

async function givenIn(files: readonly string[], options: SubjectOptions, io: Io): Promise<Given> {
  const contents = (await Promise.all(files.map(async (file) => contentsOf(file, io)))).flat();
  const named = options.account === undefined ? [] : await contentsOf(options.account, io);
  const accounts = [...named, ...contents].filter(({ kind }) => kind === 'account');
  if (named.some(({ kind }) => kind !== 'account')) {
    throw usageError(`${options.account ?? ''} is no account`, 'write one with: watchkeeper snapshot --out FILE');
  }
  if (accounts.length > 1) throw usageError('two accounts are given', 'give one');
  const of = (wanted: Content['kind']): readonly Document[] => contents.filter(({ kind }) => kind === wanted);
  return {
    definitions: of('taskDefinition'),
    services: of('service'),
    account: accounts[0] && accountFile(accounts[0]),
  };
}

function accountFile(document: Document): AccountFile {
  const definitions = listed(document, 'taskDefinitions')
    .map((each) => unwrapped(each))
    .flatMap((each) => namesOfDefinition(each).map((name) => [name, each] as const));
  // What is no snapshot is said when it is asked about a service.
  const snapshot = snapshotKeys.some((key) => key in document.item) ? readSnapshot(document.item) : undefined;
  return {
    document,
    services: listed(document, 'services'),
    definitions: new Map(definitions),
    ...(snapshot !== undefined && !('faults' in snapshot) && { snapshot }),
  };
}

/** By its ARN, and as `family:revision`. */
function namesOfDefinition({ item }: Document): readonly string[] {
  const { taskDefinitionArn: arn, family, revision } = item;
  const short = typeof family === 'string' && typeof revision === 'number' ? [`${family}:${revision}`] : [];
  return typeof arn === 'string' ? [arn, ...short] : short;
}

type Context = { readonly options: SubjectOptions; readonly io: Io };

/** A service by its name, in the file of an account or in the account itself; a task definition given is meant for it. */
async function namedSubject(named: string, given: Given, { options, io }: Context): Promise<AdviseSubject> {
  const { definitions, services, account } = given;
  const [definition, second] = definitions;
  if (second !== undefined) throw usageError('one service has one task definition', 'give one file of it');
  if (services.length > 0) throw usageError('the service is given twice', 'leave --service away, or the file');
  const { name, cluster = options.cluster } = nameIn(named);
  if (account === undefined) {
    const wanted = {
      service: name,
      ...(cluster !== undefined && { cluster }),
      ...(definition && { definition: definition.item }),
    };
    const source = await liveSource(wanted, options, io);
    return { source, places: { ...(definition && { taskDefinition: definition.place }) } };
  }
  const service = account.services.find(({ item }) => item['serviceName'] === name);
  if (service !== undefined) return subjectOf(service, definition ?? definitionFor(service, given), account);
  const names = account.services.flatMap(({ item }) =>
    typeof item['serviceName'] === 'string' ? [item['serviceName']] : [],
  );
  throw fault(
    `there is no service ${name} in ${account.document.place.file}`,
    names.length === 0 ? 'there is none at all' : `there are ${few(names, name)}`,
  );
}

/** As it is in messages (`web/orders-api`), by its name, or as an ARN. */
function nameIn(named: string): { readonly name: string; readonly cluster?: string } {
  if (named.startsWith('arn:')) return serviceOf(named);
  const [first = '', second] = named.split('/');
  return second === undefined ? { name: first } : { cluster: first, name: second };
}

/** Among the files that of the same family, or the only one; else that of the account. */
function definitionFor({ item }: Document, { definitions, account }: Given): Document | undefined {
  const wanted = typeof item['taskDefinition'] === 'string' ? item['taskDefinition'] : '';
  const { family } = taskDefinitionOf(wanted);
  const [only, second] = definitions;
  const given = definitions.find((each) => each.item['family'] === family) ?? (second === undefined ? only : undefined);
  if (given !== undefined || account === undefined) return given;
  return account.definitions.get(wanted);
}

function unwrapped({ item, place }: Document): Document {
  const inner = item['taskDefinition'];
  if (typeof inner !== 'object' || inner === null) return { item, place };
  return { item: inner as RawItem, place: { ...place, path: [...place.path, 'taskDefinition'] } };
}

function subjectOf(
  service: Document | undefined,
  definition: Document | undefined,
  account: AccountFile | undefined,
): AdviseSubject {
  return {
    source: {
      ...(account && { items: account.document.item }),
      ...(account?.snapshot && { snapshot: account.snapshot }),
      ...(service && { service: service.item }),
      ...(definition && { definition: definition.item }),
    },
    places: {
      ...(service && { service: service.place }),
      ...(definition && { taskDefinition: definition.place }),
    },
  };
}
