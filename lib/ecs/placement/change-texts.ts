import type { Text } from '../../core/language.ts';

/** Changes, as short as a line of a table. */
export const changeTexts = {
  size: { en: '{setting} {from} → {to}', ja: '{setting} {from} → {to}' },
  reservation: {
    en: '{setting} {to} under the same limit of {limit} MiB',
    ja: '{setting} {to} を設定(上限 {limit} MiB はそのまま)',
  },
  dynamicPort: { en: 'hostPort {ports} → 0 (dynamic)', ja: 'hostPort {ports} → 0(動的)' },
  /** Whoever calls the fixed port finds nobody there any more (service-load-balancing; service-discovery, SRV). */
  dynamicPortHow: {
    en: 'Its callers must find the port by a load balancer, or by service discovery with SRV records.',
    ja: '呼び出し側がロードバランサーまたは SRV レコードのサービスディスカバリでポートを見つけられることが前提です。',
  },
  leaveHostMode: {
    en: 'networkMode host → bridge, hostPort 0 (dynamic)',
    ja: 'networkMode host → bridge、hostPort 0(動的)',
  },
  attribute: { en: 'attribute {name} on {count} instances', ja: '{count} 台のインスタンスに属性 {name}' },
  attributeOnOne: { en: 'attribute {name} on one instance', ja: '1 台のインスタンスに属性 {name}' },
  zone: { en: 'a subnet in {zone}', ja: '{zone} のサブネットを追加' },
  feature: { en: '{setting} off', ja: '{setting} を無効化' },
  agent: { en: 'agents of {count} instances connected again', ja: '{count} 台のエージェントを再接続' },
  agentOfOne: { en: 'agent of {instance} connected again', ja: '{instance} のエージェントを再接続' },
  distinct: { en: 'without distinctInstance', ja: 'distinctInstance を外す' },
  constraint: { en: 'without the constraint `{expression}`', ja: '制約 `{expression}` を外す' },
  activate: { en: '{count} draining instances back to ACTIVE', ja: 'DRAINING の {count} 台を ACTIVE に戻す' },
  activateOne: { en: '{instance} back from DRAINING to ACTIVE', ja: '{instance} を DRAINING から ACTIVE に戻す' },
  instance: { en: 'one more {type}', ja: '{type} をもう 1 台' },
  instanceIn: { en: 'one more {type} in {zone}', ja: '{zone} に {type} をもう 1 台' },
  instanceOf: { en: 'one more {type} ({provider})', ja: '{type} をもう 1 台({provider})' },
} as const satisfies Readonly<Record<string, Text>>;
