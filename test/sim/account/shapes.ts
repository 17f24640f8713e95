type Detail = Readonly<Record<string, unknown>>;

/** What a detail is made of without what it says: keys, kinds of values, and the states in its lists. */
export function signatureOf(detail: Detail): string {
  const { attachments, containers, ...rest } = detail;
  return JSON.stringify({
    status: `${String(detail['lastStatus'])}, wanted ${String(detail['desiredStatus'])}`,
    attachments: listOf(attachments).map(attachmentSignature).sort(),
    containers: [...new Set(listOf(containers).map((each) => `${String(each['lastStatus'])} ${shapeOf(each)}`))].sort(),
    rest: shapeOf(rest),
  });
}

function attachmentSignature({ type, status, details }: Detail): string {
  const names = listOf(details).map(({ name }) => String(name));
  return `${String(type)} ${String(status)} ${names.sort().join()}`;
}

function listOf(value: unknown): Detail[] {
  return Array.isArray(value) ? (value as Detail[]) : [];
}

/** Times must be written as ECS does: up to three digits of fraction, none of them a trailing zero. */
export function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join()}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${key}:${shapeOf(each)}`);
    return `{${entries.sort().join()}}`;
  }
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,2}[1-9])?Z$/u.test(value)) return 'time';
  return /^\d+$/u.test(value) ? 'digits' : 'text';
}
