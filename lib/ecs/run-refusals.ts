/** What a launch that brought no task means: no room for now, or nothing but an edit helps. */
type RefusalMeaning = 'placement' | 'configuration';

type Row = {
  readonly id: string;
  readonly match: RegExp;
  readonly means: RefusalMeaning;
  /** An id of the catalogue of stops, or of the causes of jobs. */
  readonly cause: string;
  readonly source: string;
};

/** Of `failures[].reason` in an answer, and of the messages of exceptions. The first that matches counts. */
const rows: readonly Row[] = [
  {
    id: 'disguised-throttling',
    match: /Rate exceeded|Throttling|ThrottledException/i,
    means: 'placement',
    cause: 'job_throttled',
    source: 'dagster-io/dagster#33439: InvalidParameterException, "Rate exceeded (ErrorCode: Throttling)"',
  },
  {
    id: 'no-instances',
    match: /No Container Instances were found/i,
    means: 'placement',
    cause: 'job_no_instances',
    source: 'amazon-ecs-agent and user reports: InvalidParameterException of RunTask in an empty cluster',
  },
  {
    id: 'provisioning-quota',
    match: /provisioning (?:capacity|limit|state)|too many .*provisioning|limit .* PROVISIONING/i,
    means: 'placement',
    cause: 'job_no_capacity',
    source: 'service-quotas: 500 tasks in the PROVISIONING state per cluster',
  },
  {
    id: 'vcpu-quota',
    match: /limit on the number of (?:tasks|vCPUs)|concurrent .* tasks/i,
    means: 'placement',
    cause: 'job_no_capacity',
    source: 'API_RunTask, ClientException; Fargate service quotas',
  },
  {
    id: 'no-capacity',
    match: /^RESOURCE|capacity is unavailable|no capacity/i,
    means: 'placement',
    cause: 'job_no_capacity',
    source: 'api_failures_messages; re:Post "ecs-fargate-runtask-capacity"',
  },
  {
    id: 'agent',
    match: /^AGENT/i,
    means: 'placement',
    cause: 'job_agent',
    source: 'api_failures_messages: agents reconnect several times an hour in normal operation',
  },
  {
    id: 'location',
    match: /^LOCATION/i,
    means: 'configuration',
    cause: 'job_location',
    source: 'api_failures_messages: the instance is in another zone than the subnets',
  },
  {
    id: 'attribute',
    match: /^ATTRIBUTE|^MemberOf|placement constraint/i,
    means: 'placement',
    cause: 'job_attribute',
    source: 'api_failures_messages; instances with the attribute may come',
  },
];

/** By what an answer or an exception says. An exception nobody knows needs an edit; an unknown failure may pass. */
export function refusalOf(words: string, from: 'failure' | 'exception'): { means: RefusalMeaning; cause: string } {
  const row = rows.find(({ match }) => match.test(words));
  if (row !== undefined) return { means: row.means, cause: row.cause };
  return from === 'failure'
    ? { means: 'placement', cause: 'job_no_capacity' }
    : { means: 'configuration', cause: 'job_refused' };
}
