import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChatMessage, ConsoleView } from '../../console/view.ts';
import { sample } from './sample.ts';
import type { PageServer } from './server.ts';
import { servePage } from './server.ts';

const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
if (executablePath === undefined) console.log('The page is not tested: there is no Chromium in /usr/bin.');

const sizes = {
  laptop: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
};

describe.skipIf(executablePath === undefined)('the page in a browser', () => {
  let browser: Browser;
  let server: PageServer;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    server = await servePage(sample);
  });
  afterEach(async () => {
    await page.close();
    await server.close();
    const seen = faults.splice(0);
    if (seen.length > 0) throw new Error(`the page complained: ${seen.join('; ')}`);
  });

  async function open(viewport = sizes.laptop, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
    page = await browser.newPage({ viewport, colorScheme });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    await page.goto(server.url);
    await page.locator('.cluster').first().waitFor({ state: 'attached' });
    await page.locator('.message').first().waitFor({ state: 'attached' });
  }

  const withMessage = (change: (message: ChatMessage) => ChatMessage): ConsoleView => ({
    ...sample,
    chat: { ...sample.chat, messages: sample.chat.messages.map((message) => change(message)) },
  });
  const openIncident = sample.chat.messages.findLast(
    ({ threadTs, channel }) => threadTs === undefined && channel === 'C0ALERTS',
  );

  test('shows the account, the chat, the decisions and what can be broken', async () => {
    await open();
    expect(await page.title()).toBe('search-api degraded, 2/4 · Watchkeeper');
    expect(await page.getByRole('button', { name: /^degraded search-api/ }).innerText()).toContain('2/4');
    expect(
      await page
        .getByRole('button', { name: /orders-api/ })
        .first()
        .innerText(),
    ).toContain('Deploying 141 → 142');
    expect(await page.getByText('[prod] search-api: out of memory').count()).toBe(1);
    expect(await page.getByText('@search-oncall', { exact: true }).count()).toBe(1);
    expect(await page.locator('.decision').count()).toBe(sample.decisions.length);
    expect(await page.locator('.fault').count()).toBe(sample.account.faults.length);
    expect(await page.locator('.plot canvas').count()).toBe(2);
    expect(await page.getByText('not placed yet').count()).toBe(0);
  });

  test.each(Object.entries(sizes))('nothing is wider than a %s', async (_, viewport) => {
    await open(viewport);
    for (const tab of await page.locator('.tabs button').all()) {
      if (await tab.isVisible()) await tab.click();
      const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
      expect(widths).toEqual([viewport.width, viewport.width]);
      expect(await page.evaluate(spillOf)).toEqual([]);
    }
  });

  test.each(Object.entries(sizes))('nothing moves by itself on a %s', async (_, viewport) => {
    await open(viewport);
    const deployed = sample.account.clusters.map((cluster) => ({
      ...cluster,
      services: cluster.services.map((service) => ({
        ...service,
        health: 'down' as const,
        deployment: {
          from: '1',
          to: '2',
          state: 'failed' as const,
          reason: 'a reason that is longer than any line of this page may be',
        },
      })),
    }));
    server.show({ ...sample, account: { ...sample.account, clusters: deployed } });
    await page.locator('.deployment-failed').last().waitFor({ state: 'attached' });
    expect(await page.evaluate(shiftsSeen)).toEqual([]);
  });

  test('a phone shows one part at a time, and counts what is unread', async () => {
    await open(sizes.phone);
    expect(await page.locator('.pane:visible h2').allInnerTexts()).toEqual(['Account']);
    const chatTab = page.locator('.tabs button', { hasText: 'Chat' });
    expect(await chatTab.locator('.unread').count()).toBe(1);
    await chatTab.click();
    expect(await page.locator('.pane:visible h2').allInnerTexts()).toEqual(['Chat']);
    expect(await chatTab.locator('.unread').count()).toBe(0);
    await expect.poll(async () => page.locator('.message').last().isVisible()).toBe(true);
    await expect.poll(async () => page.evaluate(leftBelow)).toBeLessThan(2);
  });

  test('an edit changes the message where it stands', async () => {
    await open();
    const ts = openIncident?.ts ?? '';
    const message = page.locator(`[data-ts="${ts}"]`);
    await message.evaluate((element) => void Object.assign(element, { kept: true }));
    const before = await page.locator('.message').count();
    server.show(
      withMessage((each) =>
        each.ts === ts ? { ...each, edits: 9, editedAt: 1, content: { text: '*recovered*' } } : each,
      ),
    );
    await message.getByText('recovered', { exact: true }).waitFor();
    expect(await message.evaluate((element) => Object.hasOwn(element, 'kept'))).toBe(true);
    expect(await page.locator('.message').count()).toBe(before);
    expect(await message.getByText('(edited)').getAttribute('title')).toContain('edited 9 times');
  });

  test('a new incident is announced, and an edit is not', async () => {
    await open();
    const status = page.locator('[role="status"]');
    server.show(withMessage((each) => ({ ...each, edits: each.edits + 1 })));
    const news: ChatMessage = {
      channel: 'C0ALERTS',
      ts: '1795197850.000001',
      broadcast: false,
      author: 'Watchkeeper',
      postedAt: sample.account.now,
      edits: 0,
      content: { text: '[prod] cart: down' },
      reactions: [],
      pings: [],
    };
    server.show({ ...sample, chat: { ...sample.chat, messages: [...sample.chat.messages, news] } });
    await status.getByText('[prod] cart: down').waitFor({ state: 'attached' });
    expect(await status.innerText()).toBe('[prod] cart: down');
  });

  test('words of others stay words', async () => {
    await open();
    const evil = '<img src=x onerror=alert(1)> &lt;script&gt;alert(1)&lt;/script&gt; <javascript:alert(1)|press>';
    server.show(withMessage((each) => (each.ts === openIncident?.ts ? { ...each, content: { text: evil } } : each)));
    const message = page.locator(`[data-ts="${openIncident?.ts ?? ''}"]`);
    await message.getByText('<script>alert(1)</script>').waitFor();
    expect(await message.locator('.slack :is(img, script, a)').count()).toBe(0);
  });

  test('a thread opens below its message', async () => {
    await open();
    const message = page.locator(`[data-ts="${openIncident?.ts ?? ''}"]`);
    const toggle = message.getByRole('button', { name: /repl/ });
    expect(await message.locator('.reply').count()).toBe(0);
    await toggle.click();
    expect(await toggle.getAttribute('aria-expanded')).toBe('true');
    expect(await message.locator('.reply').count()).toBe(2);
  });

  test('buttons post: a fault at what is selected, a speed, a reaction', async () => {
    await open();
    const press = page.locator('[data-fault="crash-after-start"]');
    await press.click();
    await page
      .getByRole('button', { name: /search-api/ })
      .first()
      .click();
    await press.click();
    await page.locator('[data-fault="spot-wave"]').click();
    await page.getByRole('radio', { name: '600×' }).check({ force: true });
    await page
      .locator(`[data-ts="${openIncident?.ts ?? ''}"]`)
      .getByRole('button', { name: 'Mine' })
      .click();
    await expect
      .poll(() => server.posts)
      .toEqual([
        { path: '/api/faults/crash-after-start', body: {} },
        { path: '/api/faults/crash-after-start', body: { target: 'web/search-api' } },
        { path: '/api/faults/spot-wave', body: {} },
        { path: '/api/speed', body: { speed: 600 } },
        { path: '/api/react', body: { channel: 'C0ALERTS', ts: openIncident?.ts, name: 'eyes' } },
      ]);
  });

  test('a refusal is told in its own words', async () => {
    await open();
    server.refuse = 'there is no instance to kill';
    await page.locator('[data-fault="instance-dies"]').click();
    await expect.poll(async () => page.getByRole('alert').innerText()).toBe('there is no instance to kill');
    // The browser's own note of the 409.
    faults.splice(0);
  });

  test('a selected service has its own curves and decisions', async () => {
    await open();
    await page
      .getByRole('button', { name: /search-api/ })
      .first()
      .click();
    expect(await page.locator('.plot b').allInnerTexts()).toContain('Copies of search-api');
    const about = sample.decisions.filter(({ record }) => record.endsWith('/search-api'));
    expect(await page.locator('.decision').count()).toBe(about.length);
    expect(await page.locator('.zone .tasks .task:not(.faded)').count()).toBe(4);
  });

  test('a copy without a place is drawn, and says on each instance what is in its way', async () => {
    await open();
    const unplaced = page.getByRole('button', { name: /1 copy of search-api without a place/ });
    expect(await unplaced.innerText()).toContain('no room for one more copy on 5 instances');
    expect(await page.locator('.room').count()).toBe(0);
    await unplaced.click();
    expect(await page.locator('.room-no').count()).toBe(5);
    expect(await page.locator('.room-no').first().innerText()).toContain('512 short');
  });

  test('jobs are a calendar below the account, with those in trouble counted', async () => {
    await open();
    const shownBelow = page.getByRole('group', { name: 'Shown below the account' });
    expect(await page.locator('.calendar').isVisible()).toBe(false);
    const jobsButton = shownBelow.getByRole('button', { name: /^Jobs 3 in trouble/ });
    await jobsButton.click();
    expect(await page.locator('.plots').isVisible()).toBe(false);
    expect(await page.locator('.job-row').count()).toBe(sample.jobs.length);
    const shownRuns = sample.jobs
      .flatMap(({ runs }) => runs)
      .filter(({ slot }) => slot > sample.account.now - 38 * 60_000);
    expect(await page.locator('.slot').count()).toBe(shownRuns.length);
    expect(await page.locator('.calendar-axis').innerText()).toMatch(/JST\s+02:30\s+02:40/);
    await page.getByRole('group', { name: 'Time shown' }).getByRole('button', { name: '4 h' }).click();
    expect(await page.locator('.slot').count()).toBe(sample.jobs.flatMap(({ runs }) => runs).length);
  });

  test('a run tells its story, and its job is what is looked at', async () => {
    await open();
    await page.getByRole('button', { name: /^Jobs/ }).first().click();
    await page.getByRole('button', { name: /^invoice-run 03:00, failed after 50 s/ }).click();
    const story = page.getByRole('region', { name: /^invoice-run 03:00/ });
    expect(await story.locator('.step').allInnerTexts()).toHaveLength(8);
    const told = await story.innerText();
    for (const words of ['Exit 1', 'The application ended with an error.', '50 s', 'usually 2 min 30 s', 'alert sent'])
      expect(told).toContain(words);
    expect(told).toContain('watchkeeper run invoice-run --at 2026-11-20T18:00Z');
    expect(await page.locator('.aim').innerText()).toContain('invoice-run');
    await story.getByRole('button', { name: 'Close the story' }).click();
    expect(await story.count()).toBe(0);
  });

  test('an open story goes on with its run', async () => {
    await open();
    await page.getByRole('button', { name: /^Jobs/ }).first().click();
    await page.locator('[data-walk="stock-sync--10"]').click();
    await page.getByRole('region', { name: /^stock-sync/ }).waitFor();
    const jobs = sample.jobs.map((job) => ({
      ...job,
      runs: job.runs.map((run) =>
        run.id === 'stock-sync--10' ? { ...run, look: 'failed' as const, says: 'timed out after 12 min' } : run,
      ),
    }));
    server.show({ ...sample, jobs });
    const story = page.getByRole('region', { name: /^stock-sync/ });
    await expect.poll(async () => story.innerText()).toContain('timed out after 12 min');
  });

  test('arrow keys go through the calendar', async () => {
    await open();
    await page.getByRole('button', { name: /^Jobs/ }).first().click();
    const at = async (): Promise<unknown> => page.evaluate('document.activeElement.dataset.walk');
    await page.locator('[data-walk="invoice-run"]').focus();
    await page.keyboard.press('End');
    expect(await at()).toBe('invoice-run-0');
    await page.keyboard.press('ArrowDown');
    expect(await at()).toBe('sales-report--15');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    expect(await at()).toBe('stock-sync-0');
    await page.keyboard.press('ArrowLeft');
    expect(await at()).toBe('stock-sync--10');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('region', { name: /^stock-sync/ }).count()).toBe(1);
    expect(await page.locator('.calendar [tabindex="0"]').count()).toBe(1);
  });

  test('a fault of jobs is aimed at the selected job, and shows them', async () => {
    await open();
    await page.getByRole('button', { name: /^Jobs/ }).first().click();
    await page.locator('[data-walk="stock-sync"]').click();
    await page.getByRole('button', { name: 'Over time' }).click();
    await page.locator('[data-fault="job-hang"]').click();
    await expect.poll(() => server.posts).toEqual([{ path: '/api/faults/job-hang', body: { target: 'stock-sync' } }]);
    expect(await page.locator('.calendar').isVisible()).toBe(true);
  });

  test('every control is reached by the keyboard, and shows it', async () => {
    await open();
    const seen = new Set<string>();
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press('Tab');
      const [name, outline] = (await page.evaluate(focusOf)) as [string, string];
      expect([name, outline]).not.toEqual([name, 'none']);
      seen.add(name);
      if (name === '') break;
    }
    for (const part of ['speed', 'icon-button', 'fault', 'service', 'box-head', 'thread-toggle', 'reaction', 'check'])
      expect([...seen].join(' ')).toContain(part);
  });

  test.each(['light', 'dark'] as const)('a %s system can be overruled, and that is remembered', async (system) => {
    await open(sizes.laptop, system);
    const ground = async (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const before = await ground();
    expect(before).toBe(system === 'light' ? 'rgb(241, 243, 247)' : 'rgb(14, 17, 22)');
    await page.getByRole('button', { name: /theme$/ }).click();
    const after = await ground();
    expect(after).toBe(system === 'light' ? 'rgb(14, 17, 22)' : 'rgb(241, 243, 247)');
    await page.reload();
    await page.locator('.cluster').first().waitFor();
    expect(await ground()).toBe(after);
  });

  test('a configuration that cannot be used shows its faults', async () => {
    await open();
    const fault = {
      line: 4,
      column: 9,
      path: 'routes[0].to',
      problem: 'unknown receiver "pagr"',
      fix: 'did you mean "pager"?',
    };
    server.show({
      ...sample,
      account: { ...sample.account, configuration: { ...sample.account.configuration, state: 'bad', faults: [fault] } },
    });
    const shown = page.locator('.configuration');
    await shown.getByText('unknown receiver "pagr"').waitFor();
    expect(await shown.innerText()).toContain('the last good one');
  });

  test('a server that is gone is said, and found again', async () => {
    await open();
    const { port } = new URL(server.url);
    await server.close();
    await page.getByRole('alert').getByText('Watchkeeper does not answer').waitFor();
    server = await servePage(sample, Number(port));
    await expect.poll(async () => page.getByRole('alert').innerText(), { timeout: 15_000 }).toBe('');
    // The browser's own notes of the refused connections.
    faults.splice(0);
  });
});

/** Elements the browser saw move since the page was opened; new words in a box that stays are no move. Runs in the page. */
const shiftsSeen = `new Promise((resolve) => {
  const seen = [];
  new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
  const moved = () => seen.flatMap(({ sources }) => sources.map(({ node }) => node)).filter((node) => node instanceof Element);
  setTimeout(() => resolve(moved().map(({ className }) => className)), 300);
})`;

/** How far the chat is from its end. Runs in the page. */
const leftBelow = `(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector('.chat-list'))`;

/** What stands out of its own pane or the window, sideways. Runs in the page. */
const spillOf = `[...document.querySelectorAll('main *')]
  .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, svg, .pips, .pane-head, .plot-legend, .service-more'))
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => element.className)`;

/** The class of what has the focus, or of the label around it, and its outline. Runs in the page. */
const focusOf = `(() => {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return ['', 'end'];
  const shown = focused.matches('.speed input') ? focused.nextElementSibling : focused;
  return [(focused.closest('label, fieldset')?.className ?? '') + ' ' + focused.closest('[class]')?.className + ' ' + (focused.closest('fieldset')?.className ?? ''), getComputedStyle(shown).outlineStyle];
})()`;
