import type { CauseRow } from './cause-row.ts';

const replaceInstance = {
  any: {
    en: 'If one instance shows it again and again, drain and replace it; a current ECS-optimized AMI brings a current agent and runtime.',
    ja: '同じインスタンスで繰り返す場合は、ドレインして入れ替えます。最新の ECS 最適化 AMI ならエージェントとランタイムも新しくなります。',
  },
  fargate: {
    en: 'ECS starts the task on another host. If it goes on, open a support case with the task ids.',
    ja: 'ECS が別のホストでタスクを起動します。続く場合は、タスク ID を添えてサポートケースを作成します。',
  },
};

/** Runtimes, dependencies and AWS itself. */
export const runtimeCauses: readonly CauseRow[] = [
  {
    id: 'runtime_stuck',
    stopCodes: 'any',
    where: 'either',
    match: 'CannotInspectContainerError ;; CannotStopContainerError ;; CannotDescribeContainerError',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'probable',
    about: 'container',
    source: 'cannot-inspect-container; cannot-stop-container',
    title: { en: 'container runtime of the host does not answer', ja: 'ホストのコンテナランタイムが無応答' },
    likely: {
      en: 'Docker or containerd on the host did not answer in time, mostly because the host is short of CPU, memory or disk throughput.',
      ja: 'ホストの Docker または containerd が時間内に応答しませんでした。多くはホストの CPU・メモリ・ディスク性能の不足です。',
    },
    remedy: replaceInstance,
  },
  {
    id: 'runtime_timeout',
    stopCodes: 'any',
    where: 'either',
    match:
      'ContainerRuntimeTimeoutError ;; DockerTimeoutError ;; Could not transition to ;; failed to create shim task: context deadline exceeded',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'probable',
    about: 'container',
    source: 'container-runtime-timeout-error; aws/amazon-ecs-agent:agent/engine/errors.go',
    title: { en: 'container runtime too slow: it timed out', ja: 'コンテナランタイムのタイムアウト' },
    likely: {
      en: 'The runtime needed longer than the agent waits to start or stop the container: a busy host, used-up disk burst credits, or an old agent.',
      ja: 'コンテナの起動・停止がエージェントの待ち時間を超えました。ホストの過負荷、ディスクのバーストクレジット切れ、古いエージェントが考えられます。',
    },
    remedy: replaceInstance,
  },
  {
    id: 'runtime_err',
    stopCodes: 'any',
    where: 'either',
    match:
      'ContainerRuntimeError ;; ContainerVanishedError ;; ContainerNetworkingError ;; ImpossibleStateTransitionError ;; cgroup mountpoint does not exist ;; CgroupError ;; NetworkNamespaceError ;; CannotGetDockerclientError',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'probable',
    about: 'container',
    source: 'container-runtime-error; aws/amazon-ecs-agent:agent/engine/errors.go',
    title: { en: 'container runtime of the host failed', ja: 'ホストのコンテナランタイムの障害' },
    likely: {
      en: 'The agent got an unexpected error from the container runtime.',
      ja: 'エージェントがコンテナランタイムから想定外のエラーを受け取りました。',
    },
    remedy: replaceInstance,
  },
  {
    id: 'dependency',
    stopCodes: 'any',
    where: 'either',
    match: 'TaskDependencyError ;; dependency graph:',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'aws/amazon-ecs-agent:agent/engine/dependencygraph/graph.go',
    title: { en: 'a container that others wait for did not get ready', ja: '依存先のコンテナが準備完了にならず' },
    likely: {
      en: 'A container named in dependsOn did not start, exited with an error, or took longer than its startTimeout. The one that waited is innocent.',
      ja: 'dependsOn に指定されたコンテナが起動しない、エラーで終了した、または startTimeout を超えました。待っていた側のコンテナに問題はありません。',
    },
    remedy: {
      any: {
        en: 'Read the log of container {container}, which the text names as the dependency, not of the one that waited.',
        ja: '待っていた側ではなく、メッセージで依存先とされているコンテナ {container} のログを確かめます。',
      },
    },
  },
  {
    id: 'stopped_before_pull',
    stopCodes: 'any',
    where: 'container',
    match: 'TaskStoppedBeforePullBeginError',
    failure: 'no',
    severity: 'none',
    certainty: 'certain',
    about: 'container',
    source: 'aws/amazon-ecs-agent:agent/engine/errors.go',
    title: { en: 'stopped before the image was pulled', ja: 'イメージ取得前の停止' },
    likely: {
      en: 'The task was told to stop before its images were pulled: the consequence of an earlier stop.',
      ja: 'イメージの取得前にタスクの停止が指示されました。先に起きた停止の結果です。',
    },
    remedy: { any: { en: 'Nothing to do.', ja: '対応は不要です。' } },
  },
  {
    id: 'internal',
    stopCodes: 'any',
    where: 'either',
    match: 'InternalError',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'probable',
    about: 'task',
    source: 'internal-error; failed-to-start-error',
    title: { en: 'internal error of AWS', ja: 'AWS の内部エラー' },
    likely: {
      en: 'A fault on the side of AWS, or a network interface that was ready only after ECS had given up.',
      ja: 'AWS 側の障害、または ECS が打ち切った後にネットワークインターフェイスが準備できたものです。',
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
];
