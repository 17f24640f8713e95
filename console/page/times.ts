const formats = new Map<string, Intl.DateTimeFormat>();

/** `Sat 21 Nov`, `03:04`, `03:04:05`, `JST` in a zone. Formats are made once: making one is slow. */
export function timeText(at: number, zone: string, style: 'day' | 'minute' | 'second'): string {
  return formatOf(zone, style).format(at);
}

/** `JST`, or `GMT+9` where the zone's name has no short form here. */
export function zoneText(at: number, zone: string): string {
  const known = zoneNames[zone];
  if (known !== undefined) return known;
  const parts = formatOf(zone, 'zone').formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** Browsers have short names only for the zones of their own country. Zones without summer time. */
const zoneNames: Readonly<Record<string, string>> = { 'Asia/Tokyo': 'JST', UTC: 'UTC', 'Etc/UTC': 'UTC' };

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const options: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  minute: clock,
  second: { ...clock, second: '2-digit' },
  zone: { timeZoneName: 'short' },
};

function formatOf(zone: string, style: string): Intl.DateTimeFormat {
  const name = `${style} ${zone}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...options[style], timeZone: zone });
  formats.set(name, made);
  return made;
}
