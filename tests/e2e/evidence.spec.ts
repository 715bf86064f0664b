/** The way from a verdict to what it rests on: the points of the risk trend, and passages in the original CV. */
import type { Page } from '@playwright/test';
import { lastNotes, openInterview, startInterview, takeNote } from './support/interview.ts';
import { expect, test } from './support/test.ts';

const NOTES = [
  'Explained the outbox on Kafka clearly, with the failure she saw in the first week.',
  'Says she has been an engineer at Lumera since 2015.',
  'Hesitated on changing a large table and gave no example.',
  'Has never used Kubernetes.',
  'Gave dates and figures of the settlement migration.',
];

const trend = (page: Page) => page.getByRole('region', { name: 'Risk, note by note' });

test('why a point of the trend stands there is shown above the chart, so that every point can be reached', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  for (const note of NOTES) await takeNote(page, note);
  const points = trend(page).getByRole('button');
  await expect(points).toHaveCount(NOTES.length);
  const chart = await trend(page).locator('svg').boundingBox();
  await page.mouse.move(10, 10);
  for (const [index, note] of NOTES.entries()) {
    await points.nth(index).hover();
    const reasons = page.getByRole('tooltip');
    await expect(reasons).toHaveCount(1);
    await expect(reasons).toContainText(note);
    const place = await reasons.boundingBox();
    const point = await points.nth(index).boundingBox();
    if (!chart || !place || !point) throw new Error('nothing is drawn');
    expect(place.y + place.height).toBeLessThanOrEqual(chart.y + 1);
    expect(place.y + place.height).toBeGreaterThan(chart.y - 8);
    expect(place.x).toBeLessThanOrEqual(point.x + point.width / 2);
    expect(place.x + place.width).toBeGreaterThanOrEqual(point.x + point.width / 2);
  }
});

test('a passage that goes over two lines is framed in both of them in the original CV, and the page stays where it is put', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  await page.getByRole('button', { name: 'Original' }).click();
  const original = page.getByRole('region', { name: 'Original CV' });
  await expect(original.getByRole('img').first()).toBeVisible();
  await page.getByRole('button', { name: /Kubernetes in a public cloud/ }).click();
  await page.getByRole('button', { name: 'Cut the cloud bill by 35 %' }).click();

  const frames = original.locator('[data-frame]');
  await expect(frames).toHaveCount(2);
  await expect(frames.first()).toBeInViewport();
  const [upper, lower] = [await frames.nth(0).boundingBox(), await frames.nth(1).boundingBox()];
  expect(lower?.y).toBeGreaterThan((upper?.y ?? 0) + 10);
  expect(lower?.width).toBeLessThan((upper?.width ?? 0) / 2);

  const pages = page.getByRole('region', { name: 'Pages of the original CV' });
  await pages.evaluate((element) => element.scrollTo(0, 0));
  await takeNote(page, 'Cut the bill with spot instances, gave the figures.');
  await expect(lastNotes(page).getByText('Low risk')).toBeVisible();
  expect(await pages.evaluate((element) => element.scrollTop)).toBe(0);
});
