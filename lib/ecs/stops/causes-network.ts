import type { CauseRow } from './cause-row.ts';

const failedToStart = ['TaskFailedToStart', 'absent'] as const;

const waitForRetry = {
  any: {
    en: 'ECS tries again by itself. If it goes on, look for throttled EC2 calls in CloudTrail and start fewer tasks at once.',
    ja: 'ECS が自動で再試行します。続く場合は CloudTrail で EC2 API のスロットリングを確認し、同時に起動するタスクを減らします。',
  },
  standalone: {
    en: 'Run the task again: nobody else will. If it goes on, look for throttled EC2 calls in CloudTrail and start fewer tasks at once.',
    ja: 'タスクを再実行してください。自動では再試行されません。続く場合は CloudTrail で EC2 API のスロットリングを確認し、同時に起動するタスクを減らします。',
  },
};

/** Tasks that got no network interface or no storage. */
export const networkCauses: readonly CauseRow[] = [
  {
    id: 'eni_timeout',
    stopCodes: failedToStart,
    where: 'task',
    match:
      'Timeout waiting for network interface provisioning ;; Network interface provision complete error timeout wait ;; network interface provisioning && timed out',
    failure: 'yes',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    transient: true,
    source: 'failed-to-start-error; dagster-io/dagster: transient reasons; AWS Batch field reports',
    title: { en: 'network interface not ready in time', ja: 'ネットワークインターフェイスの準備がタイムアウト' },
    likely: {
      en: 'EC2 took too long to create the network interface, mostly because its API was throttled.',
      ja: 'EC2 によるネットワークインターフェイスの作成が間に合いませんでした。多くは EC2 API のスロットリングが原因です。',
    },
    remedy: waitForRetry,
  },
  {
    id: 'eni_rate',
    stopCodes: failedToStart,
    where: 'task',
    // Seen as "while preparing …" and as "while attempting to Create …".
    match:
      'Rate limit exceeded while preparing network interface ;; Rate limit exceeded while && network interface ;; attempting to Create Network Interface && RequestLimitExceeded',
    failure: 'yes',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    transient: true,
    source: 'field reports',
    title: {
      en: 'too many network interfaces at once (EC2 throttling)',
      ja: 'EC2 API のスロットリングでネットワークインターフェイスを作成できず',
    },
    likely: {
      en: 'Many tasks were started at once and EC2 limited the rate of its API.',
      ja: '多数のタスクが同時に起動され、EC2 API の呼び出し数が制限されました。',
    },
    remedy: waitForRetry,
  },
  {
    id: 'ephemeral_timeout',
    stopCodes: failedToStart,
    where: 'task',
    match: 'Timeout waiting for EphemeralStorage provisioning',
    failure: 'yes',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    transient: true,
    source: 'dagster-io/dagster: transient reasons',
    title: { en: 'Fargate storage not ready in time', ja: 'Fargate ストレージの準備がタイムアウト' },
    likely: {
      en: 'Fargate took too long to provide the ephemeral storage.',
      ja: 'Fargate によるエフェメラルストレージの準備が間に合いませんでした。',
    },
    remedy: {
      any: {
        en: 'ECS tries again by itself. If it goes on for an hour, open a support case with the task id.',
        ja: 'ECS が自動で再試行します。1 時間以上続く場合は、タスク ID を添えてサポートケースを作成します。',
      },
      standalone: {
        en: 'Run the task again: nobody else will.',
        ja: 'タスクを再実行してください。自動では再試行されません。',
      },
    },
  },
  {
    id: 'eni_auth',
    stopCodes: failedToStart,
    where: 'task',
    match: 'Unexpected EC2 error while attempting to Create Network Interface && AuthFailure',
    failure: 'yes',
    severity: 'warning',
    certainty: 'probable',
    about: 'task',
    transient: true,
    source: 'dagster-io/dagster: transient reasons',
    title: {
      en: 'EC2 refused the network interface (AuthFailure)',
      ja: 'EC2 がネットワークインターフェイスの作成を拒否(AuthFailure)',
    },
    likely: {
      en: 'EC2 could not check the credentials of ECS at that moment; mostly this passes.',
      ja: 'EC2 がその時点で ECS の認証情報を検証できませんでした。多くは一時的なものです。',
    },
    remedy: {
      any: {
        en: 'ECS tries again by itself. If it goes on, see whether the service-linked role AWSServiceRoleForECS exists and no organisation policy denies ec2:CreateNetworkInterface.',
        ja: 'ECS が自動で再試行します。続く場合は、サービスにリンクされたロール AWSServiceRoleForECS があること、組織のポリシーが ec2:CreateNetworkInterface を拒否していないことを確かめます。',
      },
      standalone: {
        en: 'Run the task again: nobody else will. If it fails again, see whether the service-linked role AWSServiceRoleForECS exists.',
        ja: 'タスクを再実行してください。再び失敗する場合は、サービスにリンクされたロール AWSServiceRoleForECS があることを確かめます。',
      },
    },
  },
  {
    id: 'eni_setup',
    stopCodes: 'any',
    where: 'either',
    match: 'failed to configure ENI ;; netplugin failed ;; attempting to attach network interface to instance',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    transient: true,
    source: 'field: retried with success by Fargate users (Step Functions state machines on GitHub)',
    title: {
      en: 'network interface could not be set up on the host',
      ja: 'ホストでネットワークインターフェイスを設定できず',
    },
    likely: {
      en: 'The interface was made, but the host could not attach or configure it: a fault on the side of AWS that mostly passes.',
      ja: 'インターフェイスは作成されましたが、ホストへのアタッチまたは設定に失敗しました。AWS 側の一時的な障害が大半です。',
    },
    remedy: {
      any: {
        en: 'ECS tries again by itself. If it goes on, open a support case with the task ids.',
        ja: 'ECS が自動で再試行します。続く場合は、タスク ID を添えてサポートケースを作成します。',
      },
      standalone: {
        en: 'Run the task again: nobody else will. If it goes on, open a support case with the task ids.',
        ja: 'タスクを再実行してください。自動では再試行されません。続く場合は、タスク ID を添えてサポートケースを作成します。',
      },
    },
  },
  {
    id: 'eni_refused',
    stopCodes: failedToStart,
    where: 'task',
    // What follows the subnet is EC2's error: "… in subnet 'subnet-…': InvalidGroup.NotFound".
    match:
      "Unexpected EC2 error while && ': ;; Unexpected EC2 error while && in subnet: ;; attempting to tag the network interface ;; SecurityGroupsPerInterfaceLimitExceeded",
    unless: 'InsufficientFreeAddresses ;; insufficient free addresses',
    details: {
      error: [
        /(?:'|subnet|interface):\s*(?:Client\.|Server\.)?([A-Z][A-Za-z]+(?:\.[A-Z][A-Za-z]+)*)/,
        /\b(\w+LimitExceeded)\b/,
      ],
    },
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'failed-to-start-error; EC2 API reference, errors-overview; field: TagPolicyViolation',
    title: {
      en: 'EC2 refused the network interface: {error}',
      ja: 'EC2 がネットワークインターフェイスを拒否: {error}',
    },
    likely: {
      en: 'EC2 answered {error} when ECS wanted to make the network interface of the task.',
      ja: 'タスクのネットワークインターフェイスの作成に対し、EC2 が {error} を返しました。',
    },
    remedy: {
      any: {
        en: 'If the name ends in NotFound, the security group or subnet is gone: correct the network configuration and deploy. UnauthorizedOperation and TagPolicyViolation come from a policy of the organization. LimitExceeded asks for a higher quota or fewer security groups.',
        ja: 'NotFound で終わる場合はセキュリティグループまたはサブネットが存在しないため、ネットワーク設定を直してデプロイします。UnauthorizedOperation と TagPolicyViolation は組織のポリシーによる拒否です。LimitExceeded ではクォータを引き上げるか、セキュリティグループを減らします。',
      },
    },
  },
  {
    id: 'subnet_ips',
    stopCodes: failedToStart,
    where: 'task',
    // Without an error of EC2 the guide knows this one reason only (failed-to-start-error).
    match:
      'Unexpected EC2 error while attempting to Create Network Interface ;; InsufficientFreeAddressesInSubnet ;; InsufficientFreeAddresses',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'task',
    source: 'failed-to-start-error',
    title: {
      en: 'subnet has no free IP address',
      ja: 'サブネットの IP アドレス不足',
    },
    likely: {
      en: 'EC2 could not make the network interface of the task: the subnet has no free IP address.',
      ja: 'サブネットに空き IP アドレスがなく、タスクのネットワークインターフェイスを作成できませんでした。',
    },
    remedy: {
      any: {
        en: 'Add a subnet with free addresses to the network configuration, or free addresses in this one. `aws ec2 describe-subnets` shows AvailableIpAddressCount.',
        ja: '空きのあるサブネットをネットワーク設定に追加するか、このサブネットの IP を空けます。空き数は `aws ec2 describe-subnets` の AvailableIpAddressCount で分かります。',
      },
    },
  },
  {
    id: 'eni_index',
    stopCodes: failedToStart,
    where: 'task',
    match: 'Unable to attach network interface to unused device index',
    failure: 'yes',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    source: 'failed-to-start-error',
    title: {
      en: 'no network interface slot left on the instance',
      ja: 'インスタンスのネットワークインターフェイス数が上限',
    },
    likely: {
      en: 'The instance carries as many network interfaces as its type allows; every awsvpc task needs one.',
      ja: 'インスタンスのネットワークインターフェイス数がタイプの上限に達しています。awsvpc のタスクは 1 つずつ使います。',
    },
    remedy: {
      any: {
        en: 'Turn on ENI trunking (account setting awsvpcTrunking, then new instances), use a larger instance type, or lower minimumHealthyPercent so that old tasks go first.',
        ja: 'ENI トランキング(アカウント設定 awsvpcTrunking、新しいインスタンスから有効)を使う、大きなタイプに変える、または minimumHealthyPercent を下げて旧タスクを先に止めます。',
      },
    },
  },
];
