import { expect, test } from 'vitest';
import { playNights } from '../../soak/night.ts';
import { playNight } from './nights.ts';

const seeds = 5;

test(
  'the promises of buying and sending away hold, whatever goes wrong in the night',
  { timeout: 600_000 },
  async () => {
    const { broken, orders } = await playNights(playNight, seeds);
    expect(broken).toEqual([]);
    expect(orders).toBeGreaterThan(seeds);
  },
);
