/** Every screen in both sizes and themes: checked with axe, and kept as a picture in out/screens. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openInterview, startInterview, takeNote } from './support/interview.ts';
import { expect, expectAccessible, type Person, test } from './support/test.ts';

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const THEMES = ['light', 'dark'] as const;
const NOTES = [
  'Led the settlement migration herself, gave dates and figures.',
  'Vague about who decided on the outbox, changed the subject twice.',
  'Explained idempotency keys clearly, with an example from production.',
];

type Look = readonly [size: keyof typeof SIZES, theme: (typeof THEMES)[number]];
const ALL_LOOKS: Look[] = [
  ['wide', 'light'],
  ['wide', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
];
/** Enough for what is opened within a screen that has been seen in all looks. */
const TWO_LOOKS: Look[] = [
  ['wide', 'light'],
  ['phone', 'dark'],
];

interface Picture {
  looks?: Look[];
  /** Opens what is to be seen, in each size anew. */
  arrange?: (isPhone: boolean) => Promise<void>;
}

async function keepPicture(page: Page, name: string, { looks = ALL_LOOKS, arrange }: Picture = {}): Promise<void> {
  for (const [size, colorScheme] of looks) {
    const viewport = SIZES[size];
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await arrange?.(size === 'phone');
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(import.meta.dirname, 'out', 'screens', `${name}-${size}-${colorScheme}.png`) });
    // As tall as its content, so that no target is half hidden under a bar that stays in place.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) });
    await expectAccessible(page);
  }
  await page.setViewportSize(SIZES.wide);
}

async function takeNotes(page: Page): Promise<void> {
  for (const note of NOTES) await takeNote(page, note);
  await expect(page.getByText(NOTES[2] ?? '').first()).toBeVisible();
}

async function endThroughApi(person: Person, id: string): Promise<void> {
  const answer = await person.context.request.post(`/api/sessions/${id}/end/`, { data: {} });
  expect(answer.ok()).toBe(true);
}

test('the first page', async ({ people }) => {
  test.slow();
  const { page } = await people.recruiter('Anna');
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await keepPicture(page, 'first-page');
});

test('the wizard, each step of the sample', async ({ people }) => {
  test.slow();
  const { page } = await people.recruiter('Anna');
  await page.goto('/');
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await expect(page).toHaveURL(/\/new\//);
  const steps = ['Who will you talk to?', 'For which position?', 'What will you ask?', 'Ready to start'];
  for (const [index, title] of steps.entries()) {
    await page.goto(`${new URL(page.url()).pathname}?step=${index + 1}`);
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await keepPicture(page, `wizard-${index + 1}`);
  }
});

test('the call screen, in a call', async ({ people }) => {
  test.slow();
  const anna = await people.recruiter('Anna');
  const id = await startInterview(anna);
  const page = await openInterview(anna, id);
  await page.getByRole('button', { name: 'Join with camera' }).click();
  await takeNotes(page);
  await expect(page.getByRole('button', { name: /Ask it/ })).toBeVisible();
  await keepPicture(page, 'interview');
  await keepPicture(page, 'interview-requirement', {
    looks: TWO_LOOKS,
    arrange: async (isPhone) => {
      if (isPhone) await page.getByRole('tab', { name: 'Requirements' }).click();
      await page.getByRole('button', { name: /event-driven systems/ }).click();
    },
  });
  await keepPicture(page, 'interview-trend', {
    looks: TWO_LOOKS,
    arrange: async (isPhone) => {
      if (isPhone) await page.getByRole('tab', { name: 'Notes' }).click();
      await page.getByRole('button', { name: /^Note 2,/ }).hover();
      await expect(page.getByRole('tooltip')).toBeVisible();
    },
  });
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await expect(page.getByText(/Nobody has spoken of/)).toBeVisible();
  await keepPicture(page, 'interview-end', { looks: TWO_LOOKS });
});

test('the recap, and the list of interviews', async ({ people }) => {
  test.slow();
  const anna = await people.recruiter('Anna');
  const id = await startInterview(anna);
  const page = await openInterview(anna, id);
  await takeNotes(page);
  await endThroughApi(anna, id);
  await page.goto(`/interviews/${id}/recap`);
  await expect(page.getByRole('heading', { name: 'Summary' })).toBeVisible();
  await expect(page.getByRole('table')).toBeVisible();
  await keepPicture(page, 'recap');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Interviews' })).toBeVisible();
  await keepPicture(page, 'interviews');
});

test('the candidate’s page', async ({ people }) => {
  test.slow();
  const anna = await people.recruiter('Anna');
  const candidate = await people.stranger();
  const id = await startInterview(anna);
  const made = await anna.context.request.post(`/api/sessions/${id}/call/link/`, { data: {} });
  await candidate.page.goto(((await made.json()) as { url: string }).url);
  await expect(candidate.page.getByRole('button', { name: 'Ask to join' })).toBeVisible();
  await keepPicture(candidate.page, 'candidate');
});
