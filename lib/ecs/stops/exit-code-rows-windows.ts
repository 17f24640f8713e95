import type { ExitCodeRow } from './exit-code-rows.ts';
import { readTheLog } from './exit-code-rows.ts';

/** "The application terminated as a result of a CTRL+C" (0xC000013A): how a Windows container obeys a stop. */
export const windowsControlExit = 0xc000013a;

const ntStatus = 'MS-ERREF 2.3.1, NTSTATUS values';

/** What Windows says of a process that ended: NTSTATUS values, which Docker passes on as they are, unsigned. */
export const windowsExitCodes: readonly ExitCodeRow[] = [
  {
    code: windowsControlExit,
    certainty: 'certain',
    source: `${ntStatus} (STATUS_CONTROL_C_EXIT)`,
    title: {
      en: 'container {container} was asked to end (Ctrl+C, exit {exitCode})',
      ja: 'コンテナ {container} が終了要求で停止(Ctrl+C、終了コード {exitCode})',
    },
    meaning: {
      en: 'The process ended because Windows asked it to (0xC000013A), as in a docker stop. That ends a task only if something in it asked.',
      ja: 'Windows の終了要求(0xC000013A、docker stop と同じ)でプロセスが終了しました。要求元がタスクの中にあるとタスクも停止します。',
    },
    remedy: readTheLog,
  },
  {
    code: 0xc0000005,
    certainty: 'certain',
    source: `${ntStatus} (STATUS_ACCESS_VIOLATION)`,
    title: {
      en: 'container {container} crashed: access violation (0xC0000005)',
      ja: 'コンテナ {container} が異常終了: アクセス違反(0xC0000005)',
    },
    meaning: {
      en: 'The process touched memory it may not touch: a defect in native code, or in a library it loads.',
      ja: 'プロセスが許可されないメモリにアクセスしました。ネイティブコードまたは読み込むライブラリの不具合です。',
    },
    remedy: readTheLog,
  },
  {
    code: 0xc0000135,
    certainty: 'certain',
    source: `${ntStatus} (STATUS_DLL_NOT_FOUND)`,
    title: {
      en: 'container {container} did not start: a DLL is missing (0xC0000135)',
      ja: 'コンテナ {container} が起動できず: DLL がない(0xC0000135)',
    },
    meaning: {
      en: 'A DLL the program needs is not in the image, often the Visual C++ runtime, or one that Nano Server lacks.',
      ja: 'プログラムに必要な DLL がイメージにありません。多くは Visual C++ ランタイム、または Nano Server にない DLL です。',
    },
    remedy: {
      en: 'Install the missing runtime in the Dockerfile, or build on Server Core instead of Nano Server.',
      ja: '不足しているランタイムを Dockerfile でインストールするか、Nano Server ではなく Server Core を使ってビルドします。',
    },
  },
  {
    code: 0xc0000142,
    certainty: 'certain',
    source: `${ntStatus} (STATUS_DLL_INIT_FAILED)`,
    title: {
      en: 'container {container} did not start: a DLL failed to initialize (0xC0000142)',
      ja: 'コンテナ {container} が起動できず: DLL の初期化に失敗(0xC0000142)',
    },
    meaning: {
      en: 'A DLL could not be initialized. On a full host it is desktop heap or memory that has run out.',
      ja: 'DLL を初期化できませんでした。コンテナの多いホストではデスクトップヒープまたはメモリの不足でも起きます。',
    },
    remedy: {
      en: 'If other tasks of that instance show it, too, place fewer there or replace it; else look for the DLL in the log.',
      ja: '同じインスタンスの他のタスクでも起きる場合は、配置数を減らすか入れ替えます。そうでなければログで DLL を特定します。',
    },
  },
  {
    code: 0xc0000017,
    certainty: 'certain',
    source: `${ntStatus} (STATUS_NO_MEMORY)`,
    title: {
      en: 'container {container} got no more memory (0xC0000017)',
      ja: 'コンテナ {container} のメモリ確保に失敗(0xC0000017)',
    },
    meaning: {
      en: 'Windows had no memory left to give: the limit of the container, or the memory of its host, was reached.',
      ja: 'Windows がメモリを割り当てられませんでした。コンテナの上限またはホストのメモリに達しています。',
    },
    remedy: {
      en: 'Look at the memory graph at that minute: raise memory in the task definition, or find the leak.',
      ja: 'その時刻のメモリグラフを確かめ、タスク定義の memory を増やすか、リークを探します。',
    },
  },
  {
    code: 0xc00000fd,
    certainty: 'certain',
    source: `${ntStatus} (STATUS_STACK_OVERFLOW)`,
    title: {
      en: 'container {container} crashed: stack overflow (0xC00000FD)',
      ja: 'コンテナ {container} が異常終了: スタックオーバーフロー(0xC00000FD)',
    },
    meaning: {
      en: 'A thread used up its stack, most often by a recursion without an end.',
      ja: 'スレッドがスタックを使い切りました。多くは終わらない再帰です。',
    },
    remedy: readTheLog,
  },
  {
    code: 0xc0000409,
    certainty: 'certain',
    source: `${ntStatus} (STATUS_STACK_BUFFER_OVERRUN); moby/moby#40328`,
    title: {
      en: 'container {container} ended itself at once (0xC0000409)',
      ja: 'コンテナ {container} が自ら即時終了(0xC0000409)',
    },
    meaning: {
      en: 'The program ended itself in a state it thought unsafe (fail fast): abort(), a broken stack, or FailFast in .NET.',
      ja: 'プログラムが危険な状態と判断し、自ら即時終了しました(fail fast)。abort()、スタック破壊、.NET の FailFast などです。',
    },
    remedy: readTheLog,
  },
  {
    code: 0xe0434352,
    certainty: 'certain',
    source: 'dotnet/runtime: EXCEPTION_COMPLUS (0xE0434352)',
    title: {
      en: 'container {container} crashed: unhandled .NET exception (0xE0434352)',
      ja: 'コンテナ {container} が異常終了: 未処理の .NET 例外(0xE0434352)',
    },
    meaning: {
      en: 'An exception of .NET was not caught: often a missing setting or a dependency that did not answer.',
      ja: '.NET の例外が処理されませんでした。設定の不足や依存先の無応答が多く見られます。',
    },
    remedy: readTheLog,
  },
];
