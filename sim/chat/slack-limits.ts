/**
 * What Slack refuses in a payload, as its error code; undefined when it takes it.
 * Sources: docs.slack.dev, Block Kit reference and chat.postMessage; `msg_blocks_too_long`: slackapi/bolt-js issue 2509.
 */
export function refusalOfPayload(method: string, payload: Readonly<Record<string, unknown>>): string | undefined {
  const blocks = listOf(payload['blocks']);
  const attachments = listOf(payload['attachments']);
  const text = payload['text'] ?? '';
  if (blocks === undefined) return 'invalid_blocks_format';
  if (attachments === undefined) return 'invalid_attachments';
  if (typeof text !== 'string') return 'invalid_arguments';
  if (text === '' && blocks.length === 0 && attachments.length === 0) return 'no_text';
  if (method === 'chat.update' && text.length > 4000) return 'msg_too_long';
  return attachments.length > 100 ? 'too_many_attachments' : refusalOfBlocks(blocks, attachments);
}

function refusalOfBlocks(blocks: readonly unknown[], attachments: readonly unknown[]): string | undefined {
  const all = [...blocks, ...attachments.flatMap((attachment) => listOf(field(attachment, 'blocks')) ?? [])];
  if (blocks.length > 50 || all.some((block) => !isBlock(block))) return 'invalid_blocks';
  return JSON.stringify([blocks, attachments]).length > 13_200 ? 'msg_blocks_too_long' : undefined;
}

/** Absent is empty; what is neither is undefined. */
function listOf(value: unknown): readonly unknown[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : undefined;
}

function isBlock(block: unknown): boolean {
  switch (field(block, 'type')) {
    case 'section':
      return isText(field(block, 'text'), 3000);
    case 'context': {
      const elements = listOf(field(block, 'elements')) ?? [];
      return elements.length > 0 && elements.length <= 10 && elements.every((element) => isText(element, 3000));
    }
    case 'header':
      return isText(field(block, 'text'), 150);
    case 'divider':
      return true;
    default:
      return false;
  }
}

function isText(value: unknown, limit: number): boolean {
  const type = field(value, 'type');
  const text = field(value, 'text');
  const known = type === 'mrkdwn' || type === 'plain_text';
  return known && typeof text === 'string' && text.length > 0 && text.length <= limit;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
