import type { AwsIssue, Envelope } from '../../core/event.ts';
import type { Fields } from './reader.ts';
import { objects, optionalText } from './reader.ts';
import { overStatus } from './retirement.ts';

/** `AWS_ECS_OPERATIONAL_ISSUE` (about-public-events; AWS CLI reference, health describe-events). */
const issueCode = /^AWS_(?<service>[A-Z0-9_]+)_OPERATIONAL_ISSUE$/u;

/**
 * An issue of one of AWS's services, with AWS's newest words. A copy goes to a second Region, in which `eventRegion` is
 * another than the event's own (about-public-events; aws-health-events-eventbridge-schema): it is none of this Region's.
 */
export function readAwsIssue(envelope: Envelope, detail: Fields): AwsIssue | undefined {
  const code = optionalText(detail, 'eventTypeCode') ?? '';
  const category = optionalText(detail, 'eventTypeCategory');
  const service = issueCode.exec(code)?.groups?.['service'];
  if (service === undefined || category !== 'issue') return undefined;
  if ((optionalText(detail, 'eventRegion') ?? envelope.region) !== envelope.region) return undefined;
  const communication = optionalText(detail, 'communicationId');
  const words = objects(detail, 'eventDescription', (each) => optionalText(each, 'latestDescription') ?? '')[0];
  return {
    ...envelope,
    kind: 'aws-issue',
    service,
    issue: optionalText(detail, 'eventArn') ?? code,
    isOver: optionalText(detail, 'statusCode') === overStatus,
    ...(communication !== undefined && { communication }),
    ...(words !== undefined && words !== '' && { words }),
  };
}
