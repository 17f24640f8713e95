import type { Language, Text } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { ManagedScaling } from './managed-scaling.ts';

const texts = {
  out: {
    en: 'Managed scaling of {provider}: {wanted} instances wanted of {there} ({reservation}, steps {least}..{most}), as far as the maximum of its Auto Scaling group allows',
    ja: '{provider} のマネージドスケーリング: 現在 {there} 台、必要 {wanted} 台({reservation}、ステップ {least}..{most})。Auto Scaling グループの最大サイズまで',
  },
  /** Not all at once. */
  stepwise: {
    en: 'Managed scaling of {provider}: {wanted} instances wanted of {there}, {next} with the next step ({reservation}, steps {least}..{most}), as far as the maximum of its Auto Scaling group allows',
    ja: '{provider} のマネージドスケーリング: 現在 {there} 台、必要 {wanted} 台、次のステップで {next} 台({reservation}、ステップ {least}..{most})。Auto Scaling グループの最大サイズまで',
  },
  in: {
    en: 'Managed scaling of {provider}: {wanted} instances wanted of {there} ({reservation}); after 15 minutes below the target at most {step} leave each minute',
    ja: '{provider} のマネージドスケーリング: 現在 {there} 台、必要 {wanted} 台({reservation})。目標を 15 分下回ると、1 分あたり最大 {step} 台を削減',
  },
  reservation: {
    en: 'CapacityProviderReservation {percent}, target {target}',
    ja: 'CapacityProviderReservation {percent}、目標 {target}',
  },
  /** The task does not wait yet. */
  withNextCopy: {
    en: 'CapacityProviderReservation {percent} with the next copy, target {target}',
    ja: '次のタスクを含む CapacityProviderReservation {percent}、目標 {target}',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** What managed scaling does now, in one line. Undefined: nothing. */
export function managedScalingText(scaling: ManagedScaling, language: Language): string | undefined {
  const { provider, there, wanted, step, targetPercent: target, minimumStep: least, maximumStep: most } = scaling;
  if (wanted === there) return undefined;
  const percent = Math.round(scaling.reservationPercent);
  const text = scaling.withNextCopy ? texts.withNextCopy : texts.reservation;
  const reservation = say(text, language, { percent, target });
  const kind = wanted < there ? 'in' : step === wanted - there ? 'out' : 'stepwise';
  return say(texts[kind], language, { provider, there, wanted, next: there + step, step, least, most, reservation });
}
