import type { Instant } from '../../lib/core/time.ts';

export type ContainerDefinition = {
  readonly name: string;
  /** As written: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:v1`. */
  readonly image: string;
  readonly essential: boolean;
  readonly cpu: number;
  readonly memoryMiB?: number;
  readonly memoryReservationMiB?: number;
  readonly portMappings: readonly {
    readonly containerPort: number;
    readonly hostPort?: number;
    readonly protocol: 'tcp' | 'udp';
  }[];
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the variable to the ARN or name it is read from. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly healthCheck?: { readonly command: readonly string[]; readonly intervalS: number; readonly retries: number };
  readonly stopTimeoutS?: number;
  readonly dependsOn: readonly { readonly container: string; readonly condition: string }[];
  readonly log?: { readonly group: string; readonly streamPrefix: string };
  readonly gpus?: number;
};

export type NetworkMode = 'awsvpc' | 'bridge' | 'host' | 'none';

export type TaskDefinition = {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  status: 'ACTIVE' | 'INACTIVE';
  readonly networkMode: NetworkMode;
  readonly compatibilities: readonly ('EC2' | 'FARGATE')[];
  readonly cpu?: number;
  readonly memoryMiB?: number;
  readonly executionRoleArn?: string;
  readonly taskRoleArn?: string;
  readonly containers: readonly ContainerDefinition[];
  /** `memberOf` expressions. */
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly requiresAttributes: readonly { readonly name: string; readonly value?: string }[];
  readonly architecture: 'X86_64' | 'ARM64';
  readonly registeredAt: Instant;
  readonly registeredBy: string;
  readonly tags: Map<string, string>;
};

export type PlacementConstraint = { readonly type: 'memberOf' | 'distinctInstance'; readonly expression?: string };
export type PlacementStrategy = { readonly type: 'random' | 'spread' | 'binpack'; readonly field?: string };
