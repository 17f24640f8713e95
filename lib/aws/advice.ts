import type { ECSClient, ProtectedTask, Setting, Tag } from '@aws-sdk/client-ecs';
import { GetTaskProtectionCommand, ListAccountSettingsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-ecs';
import type {
  ElasticLoadBalancingV2Client,
  LoadBalancer,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeLoadBalancersCommand, DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AdviceReads } from '../core/advice-reads.ts';
import { pagesOf } from './batching.ts';
import { allPages, asked, fewAtOnce } from './listing.ts';
import type { Kept } from './kept-item.ts';
import { itemOf } from './kept-item.ts';
import { describedDefinition } from './placement-definitions.ts';

/** How many each call takes (API_GetTaskProtection; ELBv2 API_DescribeLoadBalancers; of target groups a page). */
const limits = { tasks: 100, loadBalancers: 20, targetGroups: 100 };

const keptOfTag: Kept<Tag> = { key: true, value: true };
const keptOfSetting: Kept<Setting> = { name: true, value: true };
const keptOfProtection: Kept<ProtectedTask> = { taskArn: true, protectionEnabled: true, expirationDate: true };
const keptOfLoadBalancer: Kept<LoadBalancer> = { LoadBalancerArn: true, SecurityGroups: true };
const keptOfTargetGroup: Kept<TargetGroup> = {
  TargetGroupArn: true,
  TargetType: true,
  LoadBalancerArns: true,
  HealthCheckIntervalSeconds: true,
  UnhealthyThresholdCount: true,
};

type Clients = { readonly ecs: ECSClient; readonly elb: ElasticLoadBalancingV2Client };

/** Reads of what advice looks at beside a cluster. */
export function adviceReads({ ecs, elb }: Clients): AdviceReads {
  return {
    taskDefinition: async (name) => describedDefinition(ecs, name),
    tags: async (resourceArn) => {
      const answer = await asked('list the tags of the service', async (options) =>
        ecs.send(new ListTagsForResourceCommand({ resourceArn }), options),
      );
      return (answer.tags ?? []).map((each) => itemOf(each, keptOfTag));
    },
    accountSettings: async () => {
      const pages = await allPages('list the account settings', async (token, options) =>
        ecs.send(new ListAccountSettingsCommand({ effectiveSettings: true, ...token }), options),
      );
      return pages.flatMap(({ settings = [] }) => settings).map((each) => itemOf(each, keptOfSetting));
    },
    protectedTasks: async (cluster, arns) => {
      const answers = await fewAtOnce(pagesOf(arns, limits.tasks), async (tasks) =>
        asked('read which tasks are protected', async (options) =>
          ecs.send(new GetTaskProtectionCommand({ cluster, tasks }), options),
        ),
      );
      return answers.flatMap(({ protectedTasks = [] }) => protectedTasks).map((each) => itemOf(each, keptOfProtection));
    },
    ...balancing(elb),
  };
}

function balancing(elb: ElasticLoadBalancingV2Client): Pick<AdviceReads, 'targetGroups' | 'loadBalancers'> {
  return {
    targetGroups: async (arns) => {
      const answers = await fewAtOnce(pagesOf(arns, limits.targetGroups), async (TargetGroupArns) =>
        asked('describe the target groups', async (options) =>
          elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns }), options),
        ),
      );
      return answers.flatMap(({ TargetGroups = [] }) => TargetGroups).map((each) => itemOf(each, keptOfTargetGroup));
    },
    loadBalancers: async (arns) => {
      const answers = await fewAtOnce(pagesOf(arns, limits.loadBalancers), async (LoadBalancerArns) =>
        asked('describe the load balancers', async (options) =>
          elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns }), options),
        ),
      );
      return answers.flatMap(({ LoadBalancers = [] }) => LoadBalancers).map((each) => itemOf(each, keptOfLoadBalancer));
    },
  };
}
