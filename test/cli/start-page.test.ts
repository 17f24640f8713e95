import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barColours } from '../../lib/channels/slack/limits.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { directory } from './run.ts';
import { messagesAbout, Started } from './started.ts';

const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
if (executablePath === undefined) console.log('The page of npm start is not tested: there is no Chromium in /usr/bin.');

const good = `
timezone: Asia/Tokyo
teams:
  checkout: { slack: C02CHECKOUT, mention: S02CHECKOUT }
  catalog: { slack: C02CATALOG, mention: S02CATALOG, default: true }
receivers: { team: { slack: '{team}' } }
routes: [{ to: team }]
`;

/** Each test goes on where the one before it ended: it is one night of one visitor. */
describe.skipIf(executablePath === undefined)('npm start in a browser', () => {
  const folder = directory({ 'watchkeeper.yml': good });
  const file = join(folder, 'watchkeeper.yml');
  const faults: string[] = [];
  let browser: Browser;
  let started: Started;
  let page: Page;

  beforeAll(async () => {
    [browser, started] = await Promise.all([
      chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] }),
      new Started(['--port', '0', '--speed', '60'], folder).up(),
    ]);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    await page.goto(started.url);
  });
  afterAll(async () => {
    await browser.close();
    await started.stop();
  });

  /** The messages about a service as they stand in the channel shown. */
  const shown = (service: string): Locator =>
    page.locator('.message').filter({ has: page.locator('.slack', { hasText: `[prod] ${service}:` }) });
  const row = (service: string): Locator => page.locator('.service', { hasText: service });
  const barOf = async (message: Locator): Promise<string> =>
    message
      .locator('.attachment')
      .first()
      .evaluate((element) => element.style.getPropertyValue('--bar'));
  const speed = (name: string): Locator => page.getByRole('radio', { name, exact: true });

  test('the page is up, and something happens by itself', async () => {
    await page.getByText('All 8 services healthy').waitFor();
    expect(await page.locator('.service').count()).toBe(8);
    expect(await speed('60×').isChecked()).toBe(true);
    await page.locator('[data-fault="crash-after-start"][aria-pressed="true"]').waitFor();
    await shown('orders-api').waitFor();
    expect(await shown('orders-api').innerText()).toContain('exit 1');
  });

  test('a bad image leads to one message with its cause, what was changed, an edit and its end', async () => {
    await row('payments-api').click();
    await page.locator('[data-fault="bad-image"]').click();
    const pressedAt = (await started.view()).account.now;
    const message = shown('payments-api');
    await message.waitFor();
    const first = await message.innerText();
    expect(first).toMatch(/v1\.42 does not exist in payments-api/);
    expect(first).toContain('image v1.41 → v1.42, nothing else');
    expect(await barOf(message)).toBe(barColours.amber);
    const [posted] = messagesAbout(await started.view(), 'payments-api');
    expect((posted?.postedAt ?? 0) - pressedAt).toBeLessThan(3 * minuteMs);
    await message.getByText('(edited)').waitFor();
    const bars = new Set<string>();
    const isOver = message.getByText('[prod] payments-api: deployment 2 failed, rolled back to 1');
    while ((await isOver.count()) === 0) bars.add(await barOf(message));
    bars.add(await barOf(message));
    expect([...bars]).not.toContain(barColours.green);
    expect(await barOf(message)).toBe(barColours.amber);
    expect(await message.innerText()).toContain('stable on rev 1, 6/6 healthy');
    expect(messagesAbout(await started.view(), 'payments-api')).toHaveLength(1);
    expect(await page.locator('[data-fault="bad-image"]').getAttribute('aria-pressed')).toBe('false');
    expect(await row('payments-api').innerText()).toContain('Rolled back 2 → 1');
  });

  test('👀 takes it, which the message shows, and can be taken back', async () => {
    await page.locator('[data-fault="bad-image"]').click();
    const message = shown('payments-api').last();
    await message.getByText('v1.43').first().waitFor();
    const mine = message.getByRole('button', { name: 'Mine' });
    await mine.click();
    const reactedAt = (await started.view()).account.now;
    await message.getByText(/taken by \S+/).waitFor();
    const taken = messagesAbout(await started.view(), 'payments-api').at(-1);
    expect((taken?.editedAt ?? 0) - reactedAt).toBeLessThan(5 * minuteMs);
    expect(await mine.getAttribute('aria-pressed')).toBe('true');
    await mine.click();
    await expect.poll(async () => mine.getAttribute('aria-pressed')).toBe('false');
    expect(messagesAbout(await started.view(), 'payments-api').at(-1)?.reactions).toEqual([]);
  });

  test('a pause stops the clock', async () => {
    await speed('Pause').check({ force: true });
    const { account } = await started.until((view) => view.account.speed === 0);
    const clock = page.locator('.clock time');
    await expect.poll(async () => (await clock.innerText()).length).toBe(8);
    await page.waitForTimeout(400);
    const [before, { account: later }] = [await clock.innerText(), await started.view()];
    await page.waitForTimeout(400);
    expect(later.now).toBe(account.now);
    expect(await clock.innerText()).toBe(before);
    await speed('60×').check({ force: true });
    await started.until((view) => view.account.now > account.now);
  });

  test('the file in force is the one on the disk, as soon as it has changed', async () => {
    writeFileSync(file, `${good}language: ja\n`);
    const { account } = await started.until((view) => view.account.configuration.language === 'ja');
    await started.until((view) => view.account.now > account.now + 2 * minuteMs);
    await row('shop-front').click();
    await page.getByRole('button', { name: '#checkout-alerts' }).click();
    await page.locator('[data-fault="out-of-memory"]').click();
    await page.getByRole('button', { name: '#catalog-alerts new messages' }).click();
    await expect.poll(async () => page.locator('.news').count()).toBe(0);
    const message = shown('shop-front').filter({ hasText: 'メモリ' });
    await message.waitFor();
    expect(await message.innerText()).toMatch(/変更点.*v1\.\d+ → v1\.\d+/);
  });

  test('a bad file shows its faults, and the last good one stays', async () => {
    writeFileSync(file, `${good}langage: en\n`);
    const box = page.locator('.configuration');
    await box.getByText('unknown key "langage"').waitFor();
    expect(await box.innerText()).toMatch(/the file cannot be used; the last good one of \d\d:\d\d holds/);
    expect(await box.locator('pre').textContent()).toContain('language: ja');
    writeFileSync(file, good);
    await box.getByText(/^read at/).waitFor();
    expect(await box.locator('.mistakes').count()).toBe(0);
  });

  test('the browser had nothing to complain of', () => {
    expect(faults).toEqual([]);
  });
});
