import { isFault, planOf } from '../../lib/batch/launch-plan.ts';
import type { Job } from '../../lib/batch/job.ts';
import type { LaunchPlan } from '../../lib/batch/state.ts';
import { jobsOf } from '../../lib/app/config/batch-policy.ts';
import type { Finding } from '../../lib/app/config/fault.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import { say } from '../../lib/core/language.ts';
import type { Read } from '../../lib/core/ports.ts';
import type { LaunchDefinition, RunReads, ServicePlace } from '../../lib/core/run-reads.ts';
import { lastPart } from '../../lib/core/last-part.ts';
import { jobSettingCauses } from '../../lib/ecs/job-causes.ts';
import type { Cell } from '../terminal.ts';

/** A job against the account: how it would be launched now, why it would not be, or why nobody can say. */
export type JobInAccount = {
  readonly job: string;
  readonly like?: string;
  readonly plan?: LaunchPlan;
  readonly roles?: readonly string[];
  readonly fault?: { readonly problem: string; readonly fix: string };
  readonly unread?: string;
};

type LaunchReads = Pick<RunReads, 'definition' | 'servicePlace'>;

/** Every job as its next launch would find it: the same judgement, on the same reads. */
export async function jobsInAccount(
  configuration: Configuration,
  reads: LaunchReads,
): Promise<readonly JobInAccount[]> {
  return Promise.all(jobsOf(configuration, 'act').map(async (job) => inAccount(job, reads)));
}

async function inAccount({ name, task }: Job, reads: LaunchReads): Promise<JobInAccount> {
  const { like, definition } = task;
  const [cluster = '', service = ''] = like?.split('/') ?? [];
  const [found, place] = await Promise.all([
    reads.definition(definition),
    like === undefined ? undefined : reads.servicePlace({ cluster, service }),
  ]);
  return { job: name, ...(like !== undefined && { like }), ...judged(task, found, place) };
}

function judged(
  task: Job['task'],
  found: Read<LaunchDefinition>,
  place: Read<ServicePlace> | undefined,
): Pick<JobInAccount, 'plan' | 'roles' | 'fault' | 'unread'> {
  const { definition, like = '' } = task;
  if (!found.ok && found.reason === 'not-found') return { fault: faultOf('job_no_definition', { definition }) };
  if (place?.ok === false && place.reason === 'not-found') return { fault: faultOf('job_no_like', { service: like }) };
  if (!found.ok) return { unread: `its task definition could not be read: ${found.reason}` };
  if (place?.ok === false) return { unread: `the service it runs like could not be read: ${place.reason}` };
  const plan = planOf(task, { definition: found.value, ...(place !== undefined && { like: place.value }) });
  if (isFault(plan)) return { fault: faultOf(plan.cause, plan.fills) };
  return { plan, roles: definitionRoles(found.value) };
}

/** The names of the roles that tasks of a revision have. */
export function definitionRoles({ taskRoleArn, executionRoleArn }: LaunchDefinition): readonly string[] {
  return [...new Set([taskRoleArn, executionRoleArn].flatMap((arn) => (arn === undefined ? [] : [lastPart(arn)])))];
}

function faultOf(id: string, fills: Readonly<Record<string, string | number>>): NonNullable<JobInAccount['fault']> {
  const cause = jobSettingCauses.find((each) => each.id === id);
  if (cause === undefined) throw new RangeError(`there is no cause ${id}`);
  const words = [cause.title, cause.remedy].map((text) => say(text, 'en', fills).replaceAll('`', ''));
  const [problem = '', fix = ''] = words;
  return { problem: `it would not be launched: ${problem}`, fix };
}

/** What a launch would refuse, as warnings of the file: the account may change before the next one. */
export function accountFindings(jobs: readonly JobInAccount[]): readonly Finding[] {
  return jobs.flatMap(({ job, fault, unread }): Finding[] => {
    const path = ['jobs', job];
    if (fault !== undefined) return [{ path, at: 'key', ...fault }];
    if (unread === undefined) return [];
    return [{ path, at: 'key', problem: unread, fix: 'allow ecs:DescribeTaskDefinition and ecs:DescribeServices' }];
  });
}

/** One job a line: revision and container, roles, then where it runs and whose place that is. */
export function jobRows(jobs: readonly JobInAccount[]): Cell[][] {
  return jobs.flatMap(({ job, plan, roles = [], like }): Cell[][] => {
    if (plan === undefined) return [];
    const where = [
      plan.choices.map(choiceWords).join(', then '),
      ...(plan.network === undefined
        ? []
        : [
            plan.network.subnets.join(' '),
            plan.network.securityGroups.join(' '),
            ...(plan.network.publicIp ? ['public IP'] : []),
          ]),
    ].filter((part) => part !== '');
    return [
      [
        `  ${job}`,
        `${lastPart(plan.definition)}, result of ${plan.container}`,
        roles.length === 0 ? 'no roles' : roles.join(', '),
        `${where.join('; ')}${like === undefined ? '' : ` (like ${like})`}`,
      ],
    ];
  });
}

function choiceWords({ shares, launchType }: LaunchPlan['choices'][number]): string {
  if (shares.length > 0) return shares.map(({ provider }) => provider).join(' + ');
  return launchType ?? "the cluster's default";
}
