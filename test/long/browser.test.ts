/// <reference lib="dom" />
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withHostileLog } from '../views/report/hostile.ts';
import { examples, folder } from '../views/report/make-examples.ts';
import { makeReport } from '../views/report/making.ts';

const candidates = [
  process.env.OOMTRAIL_CHROMIUM ?? '',
  ...['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => [
    `/usr/bin/${name}`,
    `/usr/local/bin/${name}`,
  ]),
];
const executablePath = candidates.find((path) => path !== '' && existsSync(path));
if (executablePath === undefined) {
  process.stdout.write(
    'browser tests skipped: no Chromium here (sudo test/long/install-chromium.sh, or OOMTRAIL_CHROMIUM)\n',
  );
}
/** Set to a folder to keep a picture of every page that is opened. */
const pictures = process.env.OOMTRAIL_PICTURES;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Opened {
  readonly page: Page;
  /** Messages, errors and requests: none is expected. */
  readonly troubles: readonly string[];
}

describe.skipIf(executablePath === undefined)('in a real browser', () => {
  let browser: Browser;
  const scratch = mkdtempSync(join(tmpdir(), 'oomtrail-browser-'));

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(scratch, { recursive: true });
  });

  async function open(file: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1024, height: 900 }, ...options });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('dialog', (dialog) => troubles.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (request.url() !== `file://${encodeURI(file)}`) troubles.push(`request: ${request.url()}`);
    });
    await page.goto(`file://${encodeURI(file)}`);
    return { page, troubles };
  }

  /** Charts come alive where they are looked at. */
  async function scrollThrough(page: Page): Promise<void> {
    await page.evaluate(async () => {
      for (let y = 0; y < document.body.scrollHeight; y += 800) {
        scrollTo(0, y);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  const sizes = [
    ['320', { viewport: { width: 320, height: 700 } }],
    ['800-dark', { viewport: { width: 800, height: 900 }, colorScheme: 'dark' }],
    ['1600', { viewport: { width: 1600, height: 1000 } }],
    ['320-still', { viewport: { width: 320, height: 700 }, javaScriptEnabled: false }],
    ['1600-still-dark', { viewport: { width: 1600, height: 1000 }, javaScriptEnabled: false, colorScheme: 'dark' }],
  ] as const satisfies readonly (readonly [string, BrowserContextOptions])[];

  describe.each(examples.map(({ name }) => name))('%s', (name) => {
    const file = join(folder, `${name}.html`);

    test.each(sizes)('opens at %s without a message, a request or a sideways scroll', async (size, options) => {
      const { page, troubles } = await open(file, options);
      if (!('javaScriptEnabled' in options)) await scrollThrough(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        options.viewport.width,
      );
      // One drawing of each chart is seen: the still one without a script, the live one with it.
      const drawn = await page.evaluate(() =>
        [...document.querySelectorAll('figure.plot')].map(
          (figure) => [...figure.querySelectorAll(':scope > div')].filter((part) => part.clientHeight > 50).length,
        ),
      );
      expect(drawn.every((count) => count === 1)).toBe(true);
      await picture(page, `${name}-${size}`);
      expect(troubles).toEqual([]);
      await page.context().close();
    });

    test('has no serious fault for those who cannot see or use a mouse', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await open(file, { colorScheme, bypassCSP: true });
        await scrollThrough(page);
        await page.addScriptTag({ content: axe });
        const faults = await page.evaluate(async () => {
          const { axe: check } = globalThis as unknown as { axe: { run(): Promise<{ violations: Fault[] }> } };
          interface Fault {
            readonly id: string;
            readonly impact: string;
            readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
          }
          const { violations } = await check.run();
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
            .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary.slice(0, 300)}`);
        });
        expect(faults).toEqual([]);
        await page.context().close();
      }
    });

    test('prints to A4', async () => {
      const { page, troubles } = await open(file);
      await scrollThrough(page);
      const pdf = join(scratch, `${name}.pdf`);
      await page.pdf({ path: pdf, preferCSSPageSize: true });
      expect(statSync(pdf).size).toBeGreaterThan(20_000);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.live:visible').count()).toBe(0);
      await picture(page, `${name}-print`);
      expect(troubles).toEqual([]);
      await page.context().close();
    });
  });

  describe('charts', () => {
    const file = join(folder, 'leak.html');

    test('tell values under the pointer, zoom, show all again and hide a line', async () => {
      const { page, troubles } = await open(file);
      await scrollThrough(page);
      const figure = page.locator('figure.plot').first();
      await figure.scrollIntoViewIfNeeded();
      const over = figure.locator('.u-over');
      const box = (await over.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      const middle = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width / 2, middle);
      expect(await figure.locator('.u-value').first().textContent()).toMatch(/\d\d:\d\d:\d\d \(/);
      expect(await figure.locator('.u-value').nth(1).textContent()).toMatch(/iB$/);

      const axis = () => figure.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
      const before = await axis();
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, middle, { steps: 5 });
      await page.mouse.up();
      await page.waitForTimeout(200);
      const zoomed = await axis();
      expect(zoomed).not.toBe(before);
      await over.dblclick({ position: { x: 20, y: 20 } });
      await page.waitForTimeout(200);
      expect(await axis()).toBe(before);

      await figure.locator('.u-legend .u-series').nth(1).locator('th').click();
      await page.waitForTimeout(200);
      expect(await axis()).not.toBe(before);
      expect(troubles).toEqual([]);
      await page.context().close();
    });

    test('answer to keys and speak', async () => {
      const { page, troubles } = await open(file);
      await scrollThrough(page);
      const figure = page.locator('figure.plot').first();
      await figure.locator('.u-over').focus();
      await page.keyboard.press('ArrowLeft');
      const last = await figure.locator('[aria-live]').textContent();
      await page.keyboard.press('Shift+ArrowLeft');
      expect(last).toMatch(/available .*iB/);
      expect(await figure.locator('[aria-live]').textContent()).not.toBe(last);
      await page.keyboard.press('+');
      await page.keyboard.press('Escape');
      const name = figure.locator('.u-legend th[role=button]').first();
      await name.focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => name.getAttribute('aria-pressed')).toBe('false');
      expect(troubles).toEqual([]);
      await page.context().close();
    });
  });

  test('tables sort by what is meant, and filter', async () => {
    const { page, troubles } = await open(join(folder, 'leak.html'));
    const part = page.locator('.processes').first();
    const firstCell = () => part.locator('tbody tr:visible').first().locator('td, th').nth(1).textContent();
    const sort = part.getByRole('button', { name: 'PID', exact: true });
    await sort.click();
    const down = Number(await firstCell());
    await sort.click();
    expect(Number(await firstCell())).toBeLessThan(down);
    expect(await part.locator('th[aria-sort=ascending]').count()).toBe(1);
    const rows = await part.locator('tbody tr:visible').count();
    await part.locator('input').fill('NODE');
    expect(await part.locator('tbody tr:visible').count()).toBeLessThan(rows);
    expect(await part.locator('output').textContent()).toMatch(/^\d+ of \d+$/);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  // Somebody without a mouse must reach all that a mouse does, in the order in which it is read.
  test('tables sort and filter by keyboard alone, and say so', async () => {
    const { page, troubles } = await open(join(folder, 'leak.html'));
    const part = page.locator('.processes').first();
    await part.locator('input').focus();
    await page.keyboard.type('red');
    expect(await part.locator('output').textContent()).toMatch(/^\d+ of \d+$/);
    for (let rest = 3; rest > 0; rest -= 1) await page.keyboard.press('Backspace');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await focused()).toBe('Program');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('PID');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await part.locator('th[aria-sort=ascending]').textContent()).toBe('PID');
    const pids = await part.locator('tbody td:nth-of-type(1)').allTextContents();
    expect(pids.map(Number)).toEqual(pids.map(Number).toSorted((a, b) => a - b));
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  test('the list of several incidents leads to each chapter and back', async () => {
    const { page, troubles } = await open(join(folder, 'several.html'));
    const links = page.locator('nav tbody a');
    const chapters = await page.locator('article.incident').count();
    expect(await links.count()).toBe(chapters);
    expect(chapters).toBeGreaterThan(1);
    await links.nth(1).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => location.hash)).toBe('#i2');
    expect(await page.locator('#i2').evaluate((chapter) => Math.abs(chapter.getBoundingClientRect().top) < 40)).toBe(
      true,
    );
    await page.locator('#i2 .back a').click();
    expect(await page.evaluate(() => location.hash)).toBe('#incidents');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  test('charts follow when the desk turns dark', async () => {
    const { page, troubles } = await open(join(folder, 'leak.html'), { colorScheme: 'light' });
    await scrollThrough(page);
    const canvas = page.locator('figure.plot canvas').first();
    const picture = () => canvas.evaluate((drawn) => (drawn as HTMLCanvasElement).toDataURL());
    const light = await picture();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(picture).not.toBe(light);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  // Whoever can name a process on the host would otherwise run code at the desk of whoever reads the report.
  test('a hostile log runs nothing and breaks nothing', async () => {
    const file = join(scratch, 'hostile.html');
    writeFileSync(file, await withHostileLog((log) => makeReport([log], { form: 'html' })));
    const { page, troubles } = await open(file, { viewport: { width: 320, height: 700 } });
    await scrollThrough(page);
    expect(await page.evaluate(() => (globalThis as { pwned?: number }).pwned ?? null)).toBeNull();
    expect(await page.locator('img, b, i').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await picture(page, 'hostile-320');
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
