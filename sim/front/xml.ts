import { queryMaps } from './services.ts';

/** A value as an XML element; lists have `member`s, maps have `entry`s. Nothing for what is undefined. */
export function element(name: string, value: unknown, service: string): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(name, value, service)}</${name}>`;
}

function content(name: string, value: unknown, service: string): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => element('member', each, service)).join('');
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  const members = Object.entries(value);
  if (!queryMaps.has(`${service}.${name}`)) {
    return members.map(([member, each]) => element(member, each, service)).join('');
  }
  return members
    .map(([key, each]) => `<entry><key>${escaped(key)}</key>${element('value', each, service)}</entry>`)
    .join('');
}

/** Line breaks and tabs of text would otherwise be lost to XML's own rules. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}
