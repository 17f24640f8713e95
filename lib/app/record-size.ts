/** Past this, a record loses its oldest evidence. */
export const shrinkPastBytes = 128 * 1024;

/**
 * The largest record that is written. DynamoDB takes items of 400 KB, names of attributes included (DynamoDB developer
 * guide, "Service, account, and table quotas"); the rest is for what stands beside the text, and its names.
 */
export const mostBytes = 384 * 1024;

/** As stored: UTF-8, with all that is to be done and all that is kept of its trouble. */
export function bytesOf(part: unknown): number {
  return Buffer.byteLength(JSON.stringify(part) ?? '');
}
