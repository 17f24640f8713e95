import type { ExitCodeRow } from './exit-code-rows.ts';

/** Of the container ECS adds to tasks of Service Connect: the code is the proxy's, not the application's. */
export const proxyExit: ExitCodeRow = {
  code: 'proxy',
  certainty: 'certain',
  source: 'service-connect-concepts; field: aws/amazon-ecs-service-connect-agent#41',
  title: {
    en: 'Service Connect proxy ended (exit {exitCode})',
    ja: 'Service Connect プロキシが終了(終了コード {exitCode})',
  },
  meaning: {
    en: 'The proxy that ECS runs beside the application ended, and the task with it: mostly it had too little CPU or memory, or could not reach ECS.',
    ja: 'ECS がアプリケーションと並べて動かすプロキシが終了し、タスクも停止しました。多くは CPU・メモリの不足か、ECS に到達できないことが原因です。',
  },
  remedy: {
    en: 'Give the task room for the proxy: 256 CPU units and 64 MiB more, 512 units above 500 requests a second. Its log is where logConfiguration of serviceConnectConfiguration sends it.',
    ja: 'タスクにプロキシの分(256 CPU ユニットと 64 MiB、毎秒 500 リクエスト超なら 512 ユニット)を加えます。ログは serviceConnectConfiguration の logConfiguration の送信先にあります。',
  },
};

/** The name ECS gives it begins with this. */
export const proxyPrefix = 'ecs-service-connect-';
