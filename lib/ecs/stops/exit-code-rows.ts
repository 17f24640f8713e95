import type { Certainty } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';

/** What an exit code tells. Texts may use `{container}`, `{exitCode}` and `{signal}`. */
export type ExitCodeRow = {
  readonly code: number | 'none' | 'signal' | 'other' | 'proxy';
  readonly certainty: Certainty;
  readonly source: string;
  readonly title: Text;
  readonly meaning: Text;
  readonly remedy: Text;
};

/** What is said where only the log explains: to whoever deploys a service. */
export const readTheLog: Text = {
  en: 'The last log lines before the exit say why. If it began with a new revision, look first at what that changed.',
  ja: '終了直前のログに理由が残っています。新しいリビジョンから始まった場合は、まずその変更点を疑います。',
};

/** The same to whoever started a standalone task: there is nothing to roll back. */
export const readTheLogOfTask: Text = {
  en: 'The last log lines before the exit say why. Nobody runs it again by itself: start it once that is mended.',
  ja: '終了直前のログに理由が残っています。自動では再実行されないため、修正後に手動で起動します。',
};

export const exitCodes: readonly ExitCodeRow[] = [
  {
    code: 'none',
    certainty: 'probable',
    source: 'field reports',
    title: {
      en: 'container {container} ended without an exit code',
      ja: 'コンテナ {container} が終了コードなしで終了',
    },
    meaning: {
      en: 'The container never started, or its host was lost before it could report.',
      ja: 'コンテナが起動していないか、報告前にホストが失われました。',
    },
    remedy: {
      en: 'The stopped reason of the task explains it, not the log of the container: it may have none.',
      ja: '理由はコンテナのログではなくタスクの停止理由にあります。ログは残っていないことがあります。',
    },
  },
  {
    code: 0,
    certainty: 'certain',
    source: 'field reports',
    title: {
      en: 'container {container} ended by itself (exit 0)',
      ja: 'コンテナ {container} が自ら終了(終了コード 0)',
    },
    meaning: {
      en: 'The process ended without an error. A job may; an essential container of a service should not.',
      ja: 'プロセスはエラーなしで終了しました。ジョブなら正常ですが、サービスの必須コンテナでは想定外です。',
    },
    remedy: {
      en: 'Look at command and entryPoint: the process must stay in the foreground. A container that may end is not essential: set essential to false.',
      ja: 'command と entryPoint を確かめます。プロセスはフォアグラウンドで動き続ける必要があります。終了してよいコンテナなら essential を false にします。',
    },
  },
  {
    code: 1,
    certainty: 'certain',
    source: 're:Post knowledge centre, ecs-task-stopped',
    title: { en: 'container {container} failed (exit 1)', ja: 'コンテナ {container} がエラー終了(終了コード 1)' },
    meaning: {
      en: 'The application ended with an error: an uncaught exception, a missing setting, a dependency that did not answer.',
      ja: 'アプリケーションがエラーで終了しました。未処理の例外、設定の不足、依存先の無応答などが考えられます。',
    },
    remedy: readTheLog,
  },
  {
    code: 125,
    certainty: 'certain',
    source: 'Docker documentation, docker run, exit status',
    title: {
      en: 'container runtime failed for {container} (exit 125)',
      ja: 'コンテナ {container} のランタイムが失敗(終了コード 125)',
    },
    meaning: {
      en: 'The container runtime itself failed before the command ran.',
      ja: 'コマンドの実行前に、コンテナランタイム自体が失敗しました。',
    },
    remedy: {
      en: 'Compare the container definition with the last revision that started; if it is the same, replace the instance.',
      ja: 'コンテナ定義を最後に起動できたリビジョンと比べます。同じならインスタンスを入れ替えます。',
    },
  },
  {
    code: 126,
    certainty: 'certain',
    source: 'Docker documentation, docker run, exit status',
    title: {
      en: 'command of {container} cannot be run (exit 126)',
      ja: 'コンテナ {container} のコマンドを実行できず(終了コード 126)',
    },
    meaning: {
      en: 'The command was found but may not be executed: no execute bit, or a directory.',
      ja: 'コマンドは見つかりましたが実行できません。実行権限がないか、ディレクトリです。',
    },
    remedy: {
      en: 'Set the execute bit in the image (chmod +x in the Dockerfile) and let the user of the container read it.',
      ja: 'イメージ内で実行権限を付け(Dockerfile の chmod +x)、コンテナのユーザーが読めるようにします。',
    },
  },
  {
    code: 127,
    certainty: 'certain',
    source: 'Docker documentation, docker run, exit status',
    title: {
      en: 'command of {container} not found (exit 127)',
      ja: 'コンテナ {container} のコマンドが見つからない(終了コード 127)',
    },
    meaning: {
      en: 'command or entryPoint, or something a start script calls, is not in the image or not on PATH.',
      ja: 'command・entryPoint、または起動スクリプトが呼ぶコマンドが、イメージ内または PATH にありません。',
    },
    remedy: {
      en: 'Compare command and entryPoint with the files in the image; a script with Windows line ends gives the same code.',
      ja: 'command・entryPoint をイメージ内のファイルと突き合わせます。改行コードが CRLF のスクリプトでも同じコードになります。',
    },
  },
  {
    code: 132,
    certainty: 'probable',
    source: '128 + 4 (signal(7))',
    title: {
      en: 'container {container} ran an illegal instruction (SIGILL, exit 132)',
      ja: 'コンテナ {container} が不正命令で終了(SIGILL、終了コード 132)',
    },
    meaning: {
      en: 'The program used a CPU instruction the host does not have, mostly because it was built for a newer CPU.',
      ja: 'ホストの CPU にない命令を使いました。多くは新しい CPU 向けにビルドされています。',
    },
    remedy: {
      en: 'Build for a generic CPU (no -march=native), or choose instances with that CPU.',
      ja: '汎用 CPU 向けにビルドする(-march=native を使わない)か、その CPU を持つインスタンスを選びます。',
    },
  },
  {
    code: 134,
    certainty: 'probable',
    source: '128 + 6 (signal(7))',
    title: {
      en: 'container {container} aborted itself (SIGABRT, exit 134)',
      ja: 'コンテナ {container} が異常中断(SIGABRT、終了コード 134)',
    },
    meaning: {
      en: 'The program gave up on its own: a failed assertion, or a runtime at the end of its heap (Node.js says so in its last line).',
      ja: 'プログラムが自ら中断しました。アサーションの失敗、またはランタイムのヒープ不足です(Node.js は最終行に出力します)。',
    },
    remedy: {
      en: 'If the log says heap: raise the heap limit together with the memory of the task. Otherwise the assertion in the log says where.',
      ja: 'ログにヒープ不足とあれば、ヒープ上限とタスクの memory を合わせて増やします。それ以外はログのアサーションが場所を示します。',
    },
  },
  {
    code: 137,
    // OutOfMemoryError in the reason of the container makes it `oom`; without it nobody can tell (docker_client.go of the agent).
    certainty: 'probable',
    source: '128 + 9 (signal(7)); aws/amazon-ecs-agent:agent/dockerclient/dockerapi/docker_client.go',
    title: {
      en: 'container {container} was killed (SIGKILL, exit 137)',
      ja: 'コンテナ {container} が強制終了(SIGKILL、終了コード 137)',
    },
    meaning: {
      en: 'Something killed the process from inside or from the host. Probably memory, but ECS did not report an out-of-memory kill.',
      ja: 'コンテナ内またはホストからプロセスが強制終了されました。メモリ不足の可能性が高いものの、ECS はメモリ不足と報告していません。',
    },
    remedy: {
      en: 'Look at the memory graph at that minute. Near the limit: raise memory or find the leak. Far from it: look for a kill from outside (host shut down, a watchdog, a child process).',
      ja: 'その時刻のメモリグラフを確かめます。上限に近ければ memory を増やすかリークを探します。余裕があれば、外部からの強制終了(ホストの停止、監視プロセス、子プロセス)を探します。',
    },
  },
  {
    code: 139,
    certainty: 'certain',
    source: '128 + 11 (signal(7))',
    title: {
      en: 'container {container} crashed (SIGSEGV, exit 139)',
      ja: 'コンテナ {container} がクラッシュ(SIGSEGV、終了コード 139)',
    },
    meaning: {
      en: 'The program touched memory that is not its own: a fault in native code, not a lack of memory.',
      ja: '不正なメモリアクセスです。ネイティブコードの不具合で、メモリ不足ではありません。',
    },
    remedy: {
      en: 'Look at what changed in native libraries and the base image (musl or glibc, CPU architecture).',
      ja: 'ネイティブライブラリとベースイメージ(musl・glibc、CPU アーキテクチャ)の変更を確かめます。',
    },
  },
  {
    code: 143,
    certainty: 'certain',
    source: '128 + 15 (signal(7))',
    title: {
      en: 'container {container} was asked to end (SIGTERM, exit 143)',
      ja: 'コンテナ {container} が終了要求で停止(SIGTERM、終了コード 143)',
    },
    meaning: {
      en: 'The process ended on SIGTERM as it should. Without a stop by ECS somebody else sent the signal.',
      ja: 'SIGTERM を受けて正しく終了しました。ECS による停止でなければ、別の何かがシグナルを送っています。',
    },
    remedy: {
      en: 'Look for what sends SIGTERM inside the task: a process manager, a script, or another container that shares its PID namespace.',
      ja: 'タスク内で SIGTERM を送るもの(プロセスマネージャー、スクリプト、PID 名前空間を共有するコンテナ)を探します。',
    },
  },
  {
    code: 255,
    certainty: 'probable',
    source: 're:Post knowledge centre, ecs-task-stopped (in part a guess)',
    title: {
      en: 'container {container} failed at its entry point (exit 255)',
      ja: 'コンテナ {container} がエントリポイントで失敗(終了コード 255)',
    },
    meaning: {
      en: 'The entry point failed, or the application returned a code outside 0 to 254, such as -1.',
      ja: 'エントリポイントが失敗したか、アプリケーションが -1 など 0〜254 以外のコードを返しました。',
    },
    remedy: readTheLog,
  },
  {
    code: 'signal',
    certainty: 'certain',
    source: '128 + signal (signal(7))',
    title: {
      en: 'container {container} ended by {signal} (exit {exitCode})',
      ja: 'コンテナ {container} が {signal} で終了(終了コード {exitCode})',
    },
    meaning: {
      en: 'The process was ended by the signal {signal}.',
      ja: 'プロセスがシグナル {signal} で終了しました。',
    },
    remedy: readTheLog,
  },
  {
    code: 'other',
    certainty: 'certain',
    source: 'none: the application decides',
    title: {
      en: 'container {container} exited with its own code {exitCode}',
      ja: 'コンテナ {container} が独自の終了コード {exitCode} で終了',
    },
    meaning: {
      en: "{exitCode} is the application's own code: only its source or documentation says what it means.",
      ja: '{exitCode} はアプリケーション独自の終了コードです。意味はソースコードまたはドキュメントにあります。',
    },
    remedy: readTheLog,
  },
];
