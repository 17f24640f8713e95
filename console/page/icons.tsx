import type { JSX } from 'preact';

/** Drawn here and not taken from a font: every machine shows them alike. `d` paths on 16 × 16, as strokes. */
const paths = {
  pause: ['M5.5 3.5v9', 'M10.5 3.5v9'],
  sun: [
    'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Z',
    'M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13',
  ],
  moon: ['M13.5 9.8A5.8 5.8 0 0 1 6.2 2.5a5.8 5.8 0 1 0 7.3 7.3Z'],
  eyes: [
    'M1.2 8S3.7 3.8 8 3.8 14.8 8 14.8 8 12.3 12.2 8 12.2 1.2 8 1.2 8Z',
    'M8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z',
  ],
  muted: ['M4 11V7a4 4 0 0 1 6.8-2.8M12 7v4l1 1.2H5', 'M6.8 14.2h2.4', 'M2 2l12 12'],
  check: ['M3 8.5l3.3 3.3L13 4.8'],
  bell: ['M4 11V7a4 4 0 0 1 8 0v4l1 1.2H3L4 11Z', 'M6.8 14.2h2.4'],
  close: ['M4 4l8 8M12 4l-8 8'],
  down: ['M8 3v9.5M4 8.8l4 4 4-4'],
  thread: ['M3 3v4.5a3 3 0 0 0 3 3h7M10 7.5l3 3-3 3'],
  account: ['M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5V7H9zM2.5 9H7v4.5H2.5zM9 9h4.5v4.5H9z'],
  chat: ['M2.5 3.5h11v7.5h-6L4.5 13.5V11h-2z'],
  list: ['M5.5 4h8M5.5 8h8M5.5 12h8', 'M2.5 4h.01M2.5 8h.01M2.5 12h.01'],
  curve: ['M2 13.5h12', 'M2.5 10 6 6l3 2.5 4.5-5.5'],
  calendar: ['M2.5 3.5h11v10h-11z', 'M2.5 6.5h11M5.5 2v3M10.5 2v3', 'M5.5 9.5h2M5.5 11.5h5'],
  bolt: ['M9 1.5 3.5 9H8l-1 5.5L12.5 7H8l1-5.5Z'],
} as const;

export type IconName = keyof typeof paths;

/** Decoration: what it means is always said in words beside it. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      {paths[name].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
