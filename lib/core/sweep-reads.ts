import type { EcsService, EcsTask } from './ecs-reads.ts';
import type { Read } from './ports.ts';

/** A cluster in a few numbers (API_Cluster). */
export type ClusterStanding = {
  readonly arn: string;
  readonly name: string;
  readonly running: number;
  readonly pending: number;
  readonly services: number;
  readonly instances: number;
};

/** Where a list of services goes on: `token` absent is its beginning. `most` services are read, 100 at most. */
export type ServicePlace = { readonly cluster: string; readonly token?: string };

/** Some services of a cluster, and where the list goes on; `next` absent: these were the last ones. */
type ServicePage = { readonly services: readonly EcsService[]; readonly next?: string };

/** An ACTIVE container instance whose agent is disconnected. */
export type LostAgent = { readonly arn: string; readonly cluster: string; readonly ec2InstanceId?: string };

/** What a look at everything reads, in as few calls as AWS allows. */
export type SweepReads = {
  /** All active clusters: two calls for every hundred. */
  readonly clusterStandings: () => Promise<Read<readonly ClusterStanding[]>>;
  /** One call, and one for every ten services. */
  readonly servicePage: (place: ServicePlace & { readonly most: number }) => Promise<Read<ServicePage>>;
  /** One call, and one for every hundred that are found. */
  /** Tasks of no service that have stopped, as long as ECS remembers them: two calls, among the first hundred. */
  readonly stoppedAlone: (cluster: string) => Promise<Read<readonly EcsTask[]>>;
  readonly lostAgents: (cluster: string) => Promise<Read<readonly LostAgent[]>>;
};
