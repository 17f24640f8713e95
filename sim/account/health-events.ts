import type { Instant } from '../../lib/core/time.ts';
import { uuid } from './identities.ts';
import type { Account } from './model.ts';

/** A maintenance of EC2's that AWS Health tells of. */
type Maintenance = {
  readonly arn: string;
  readonly code: string;
  readonly communication: string;
  readonly startsAt: Instant;
  readonly instances: readonly string[];
};

/** Instances named by one page: a guess; the documentation names no number. */
const perPage = 2;

export function planMaintenance(
  account: Account,
  { instances, startsAt, code }: Pick<Maintenance, 'instances' | 'startsAt' | 'code'>,
): Maintenance {
  const arn = `arn:aws:health:${account.region}::event/EC2/${code}/${code}_${uuid(account.random)}`;
  return { arn, code, communication: `${account.random.hex(32)}-1`, startsAt, instances };
}

/**
 * Tells of it, page by page in any order, and often once more as a copy for the backup region (cloudwatch-events-health,
 * "Pagination of Health events", "backupEvent").
 */
export function tellMaintenance(account: Account, maintenance: Maintenance, statusCode: 'upcoming' | 'closed'): void {
  const totalPages = Math.max(1, Math.ceil(maintenance.instances.length / perPage));
  const copies = account.random.chance(0.5) ? [false, true] : [false];
  const all = Array.from({ length: totalPages }, (_, at) => at + 1).flatMap((page) =>
    copies.map((backupEvent): Page => ({ page, totalPages, backupEvent, statusCode })),
  );
  for (const [place, each] of account.random.shuffled(all).entries()) {
    account.agenda.after(place * 400, `AWS Health tells of ${maintenance.code}`, () => {
      emitPage(account, maintenance, each);
    });
  }
}

type Page = {
  readonly page: number;
  readonly totalPages: number;
  readonly backupEvent: boolean;
  readonly statusCode: 'upcoming' | 'closed';
};

function emitPage(
  account: Account,
  { arn, code, communication, startsAt, instances }: Maintenance,
  { page, totalPages, backupEvent, statusCode }: Page,
): void {
  const named = instances.slice((page - 1) * perPage, page * perPage);
  account.emit({
    source: 'aws.health',
    detailType: 'AWS Health Event',
    resources: named,
    detail: {
      eventArn: arn,
      service: 'EC2',
      eventScopeCode: 'ACCOUNT_SPECIFIC',
      communicationId: communication,
      startTime: new Date(startsAt).toUTCString(),
      eventTypeCode: code,
      eventTypeCategory: 'scheduledChange',
      statusCode,
      eventRegion: account.region,
      eventDescription: [{ language: 'en_US', latestDescription: 'An instance is scheduled for maintenance.' }],
      affectedEntities: named.map((entityValue) => ({ entityValue })),
      affectedAccount: account.id,
      page: String(page),
      totalPages: String(totalPages),
      backupEvent: String(backupEvent),
    },
  });
}
