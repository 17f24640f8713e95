import type { Text } from '../../core/language.ts';
import type { ExitCodeRow } from './exit-code-rows.ts';
import { exitCodes } from './exit-code-rows.ts';
import { windowsControlExit, windowsExitCodes } from './exit-code-rows-windows.ts';

/** Linux signal numbers (signal(7), x86 and ARM). An exit code above 128 is 128 + the signal that ended the process. */
const signalNames: ReadonlyMap<number, string> = new Map([
  [1, 'SIGHUP'],
  [2, 'SIGINT'],
  [3, 'SIGQUIT'],
  [4, 'SIGILL'],
  [5, 'SIGTRAP'],
  [6, 'SIGABRT'],
  [7, 'SIGBUS'],
  [8, 'SIGFPE'],
  [9, 'SIGKILL'],
  [10, 'SIGUSR1'],
  [11, 'SIGSEGV'],
  [12, 'SIGUSR2'],
  [13, 'SIGPIPE'],
  [14, 'SIGALRM'],
  [15, 'SIGTERM'],
  [24, 'SIGXCPU'],
  [25, 'SIGXFSZ'],
  [31, 'SIGSYS'],
]);

const rowsByCode = new Map([...exitCodes, ...windowsExitCodes].map((row) => [row.code, row]));

/** The name of the signal an exit code stands for, such as `SIGKILL` for 137. */
export function signalOf(exitCode: number | undefined): string | undefined {
  return exitCode === undefined ? undefined : signalNames.get(exitCode - 128);
}

/** What an exit code means. `undefined` is a container without one. */
export function findExitCode(exitCode: number | undefined): ExitCodeRow | undefined {
  if (exitCode === undefined) return rowsByCode.get('none');
  const row = rowsByCode.get(exitCode) ?? rowsByCode.get(unsigned(exitCode));
  return row ?? rowsByCode.get(signalOf(exitCode) === undefined ? 'other' : 'signal');
}

/** Windows counts to 2^32; what carries its codes as signed numbers makes those above 2^31 negative. */
function unsigned(exitCode: number): number {
  return exitCode >>> 0;
}

/** SIGTERM, and what a Windows container makes of it: it ended because it was asked to. */
export function isEndOnRequest(exitCode: number | undefined): boolean {
  return exitCode === 143 || (exitCode !== undefined && unsigned(exitCode) === windowsControlExit);
}

/** For an expected stop that ended with 137: not a failure, but worth a word. */
export const ignoresSigterm: Text = {
  en: '{ignoresSigterm} does not honour SIGTERM: it was killed after stopTimeout (30 s unless set, at most 120 s on Fargate). Handle the signal, or every stop cuts off its requests.',
  ja: '{ignoresSigterm} は SIGTERM に応答せず、stopTimeout(既定 30 秒、Fargate は最大 120 秒)の経過後に強制終了されました。シグナルを処理しないと、停止のたびに処理中のリクエストが切れます。',
};
