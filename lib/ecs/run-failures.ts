/** Why a task of a run did not do its work. */
type RunFailure = 'placement' | 'start' | 'interrupted' | 'application' | 'out-of-memory' | 'configuration';

/**
 * The kind of failure of each cause of the catalogue of stops, where a run tells them apart. `configuration`: the same
 * request fails again until somebody has edited something. What is not here is told by the stop code.
 */
const byCause: Readonly<Record<RunFailure, readonly string[]>> = {
  placement: [
    'agent_gone',
    'capacity_now',
    'empty_cp',
    'no_instances',
    'start_attr',
    'start_memberof',
    'start_res',
    'start_quota',
    'start_throttled',
  ],
  start: [
    'dependency',
    'eni_auth',
    'eni_index',
    'eni_rate',
    'eni_setup',
    'eni_timeout',
    'ephemeral_timeout',
    'subnet_ips',
    'pull_disk',
    'pull_layers',
    'pull_network',
    'pull_other',
    'pull_rate',
    'pull_registry_down',
    'pull_tls',
    'secrets_network',
    'secrets_other',
    'resinit_other',
    'log_group_net',
    'runtime_down',
    'runtime_err',
    'runtime_stuck',
    'runtime_timeout',
    'internal',
    'start_credentials',
    'start_device',
    'start_err',
    'start_gpu',
    'start_port',
    'stopped_before_pull',
    'create_disk',
    'create_err',
    'efs',
    'volume',
    'volume_copy',
    'fb_start',
  ],
  interrupted: [
    'host_gone',
    'infra_health',
    'instance_dereg',
    'instance_drain',
    'maintenance',
    'platform_update',
    'spot_error',
    'spot_reclaimed',
    'spot_task',
    'az_rebalance',
    'draining',
  ],
  application: ['essential_exit', 'container_health', 'user_stop', 'user_stop_custom'],
  'out-of-memory': ['oom'],
  configuration: [
    'assume_role',
    'env_file',
    'eni_refused',
    'exec_format',
    'exec_format_os',
    'incompatible',
    'log_firelens',
    'log_group',
    'pull_denied_role',
    'pull_format',
    'pull_key',
    'pull_login',
    'pull_name',
    'pull_no_image',
    'secrets_arn',
    'secrets_denied',
    'secrets_json',
    'start_command',
    'start_memory',
    'start_mount',
    'start_pass_role',
    'start_user',
    'volume_format',
  ],
};

const ofCause: ReadonlyMap<string, RunFailure> = new Map(
  (Object.entries(byCause) as [RunFailure, readonly string[]][]).flatMap(([kind, ids]) => ids.map((id) => [id, kind])),
);

/** API_Task, stopCode. */
const ofCode: ReadonlyMap<string, RunFailure> = new Map([
  ['TaskFailedToStart', 'start'],
  ['EssentialContainerExited', 'application'],
  ['SpotInterruption', 'interrupted'],
  ['TerminationNotice', 'interrupted'],
  ['InfrastructureHealth', 'interrupted'],
  ['UserInitiated', 'application'],
]);

/** The kind of a failure: by its cause first, which knows more than the stop code. */
export function runFailureOf(cause: string, stopCode: string | undefined, ran: boolean): RunFailure {
  return ofCause.get(cause) ?? ofCode.get(stopCode ?? '') ?? (ran ? 'interrupted' : 'start');
}
