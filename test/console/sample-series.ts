import type { SeriesView } from '../../console/series.ts';

/** 2026-11-21T03:04:05+09:00: orders-api deploys an image that is not there, search-api runs out of memory. */
export const sampleNow = 1_795_197_845_000;

const minuteMs = 60_000;

const points = 120;

/** A wave with a little unrest, the same on every machine. */
function wave(mean: number, swing: number, phase: number): readonly number[] {
  return Array.from({ length: points }, (_, index) => {
    const unrest = ((index * 7919 + phase * 104_729) % 97) / 97 - 0.5;
    return Math.max(0, Math.round(mean + swing * Math.sin((index + phase * 17) / 19) + swing * 0.25 * unrest));
  });
}

function dip(desired: number, from: number, until: number, lowest: number): readonly number[] {
  return Array.from({ length: points }, (_, index) => (index >= from && index < until ? lowest : desired));
}

export const series: SeriesView = {
  at: Array.from({ length: points }, (_, index) => sampleNow - (points - 1 - index) * minuteMs),
  services: [
    ['web/orders-api', 4, dip(4, 0, 0, 4)],
    ['web/payments-api', 6, dip(6, 66, 71, 3)],
    ['web/search-api', 4, dip(4, 117, 120, 2)],
    ['web/admin-web', 2, dip(2, 0, 0, 2)],
    ['web/log-router', 5, dip(5, 0, 0, 5)],
    ['workers/mail-sender', 2, dip(2, 24, 30, 0)],
    ['workers/search-indexer', 6, dip(6, 0, 0, 6)],
    ['workers/invoice-export', 3, dip(3, 112, 120, 2)],
    ['workers/image-resizer', 14, dip(14, 90, 94, 11)],
  ].map(([service, desired, healthy]) => ({
    service: String(service),
    desired: Array.from({ length: points }, () => Number(desired)),
    running: healthy as readonly number[],
    healthy: healthy as readonly number[],
  })),
  loads: [
    { service: 'web/orders-api', unit: 'requests/s', values: wave(310, 60, 1) },
    { service: 'web/payments-api', unit: 'requests/s', values: wave(120, 30, 2) },
    { service: 'web/search-api', unit: 'requests/s', values: wave(210, 70, 3) },
    { service: 'workers/mail-sender', unit: 'messages', values: wave(24, 20, 4) },
    { service: 'workers/image-resizer', unit: 'messages', values: wave(140, 90, 5) },
  ],
  scaling: [],
};
