import type { Text } from '../../core/language.ts';

/** Reason codes of unhealthy targets (Elastic Load Balancing API, TargetHealth) in words. */
export const targetReasons: Readonly<Record<string, Text>> = {
  'Elb.RegistrationInProgress': { en: 'being registered', ja: '登録中' },
  'Elb.InitialHealthChecking': { en: 'first health checks running', ja: '初回ヘルスチェック中' },
  'Elb.InternalError': { en: 'internal error of the load balancer', ja: 'ロードバランサーの内部エラー' },
  'Target.ResponseCodeMismatch': {
    en: 'health check answered with another status code',
    ja: 'ヘルスチェックの応答コードが不一致',
  },
  'Target.Timeout': { en: 'health check timed out', ja: 'ヘルスチェックがタイムアウト' },
  'Target.FailedHealthChecks': {
    en: 'health check could not connect or got a malformed answer',
    ja: 'ヘルスチェックの接続失敗または不正な応答',
  },
  'Target.HealthCheckDisabled': { en: 'health checks are off', ja: 'ヘルスチェック無効' },
  'Target.NotRegistered': { en: 'not registered', ja: '未登録' },
  'Target.NotInUse': { en: 'target group not used by a load balancer', ja: 'ターゲットグループが未使用' },
  'Target.InvalidState': { en: 'instance stopped or terminated', ja: 'インスタンスが停止または終了' },
  'Target.IpUnusable': { en: 'IP address in use by the load balancer', ja: 'IP アドレスをロードバランサーが使用中' },
  'Target.DeregistrationInProgress': { en: 'being deregistered', ja: '登録解除中' },
  'Target.UnavailableAZ': {
    en: 'Availability Zone not enabled on the load balancer',
    ja: 'ロードバランサーで無効なアベイラビリティーゾーン',
  },
};

export const targetCount: Text = { en: '{count} × {reason}', ja: '{reason} ×{count}' };
