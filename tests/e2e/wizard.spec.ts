import { CANDIDATE, fixture, JOB_TITLE, SAMPLE_CV, SAMPLE_JOB, SAMPLE_QUESTIONS } from './support/documents.ts';
import { expect, expectAccessible, test } from './support/test.ts';

test('a real CV becomes an interview in four steps, and a reload on the way loses nothing', async ({ people }) => {
  const { page } = await people.recruiter('Anna');
  await page.goto('/');
  await page.getByRole('button', { name: 'New interview' }).click();
  await expect(page).toHaveURL(/\/new\/[0-9a-f-]{36}/);

  await page.locator('input[type=file]').first().setInputFiles(SAMPLE_CV);
  await expect(page.getByText('cv.pdf').first()).toBeVisible();
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await expect(page.getByLabel('Full name')).toHaveValue(CANDIDATE);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();

  await page.getByLabel('Title').fill(JOB_TITLE);
  await page.getByLabel('Job description').fill(SAMPLE_JOB);
  await page.getByRole('button', { name: 'Use this position' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();

  await page.getByLabel('Type a question').fill('What would you like to ask us?');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.locator('input[type=file]').first().setInputFiles(SAMPLE_QUESTIONS);
  await expect(page.getByText('What would you like to ask us?')).toBeVisible();
  await expect(page.getByText(/You led the migration of the settlement engine/)).toBeVisible();
  await expect(page.getByText('Draft saved')).toBeVisible();

  await page.reload();
  await expect(page.getByText('What would you like to ask us?')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Ready to start' })).toBeVisible();
  await expect(page.getByText(CANDIDATE).first()).toBeVisible();
  await expect(page.getByText(JOB_TITLE).first()).toBeVisible();
  await page.getByRole('button', { name: 'Start the interview' }).click();
  await expect(page).toHaveURL(/\/interviews\/[0-9a-f-]{36}/);
});

const UNREADABLE = ['encrypted.pdf', 'truncated.pdf', 'empty.pdf', 'not-a-pdf.pdf'];

for (const name of UNREADABLE) {
  test(`an unreadable CV says what is wrong and keeps the draft: ${name}`, async ({ people }) => {
    const recruiter = await people.recruiter('Anna');
    recruiter.expectProblem(/Failed to load resource.*4\d\d/);
    const { page } = recruiter;
    await page.goto('/');
    await page.getByRole('button', { name: 'New interview' }).click();
    await page.getByLabel('Full name').fill('Luca Neri');
    await page.locator('input[type=file]').first().setInputFiles(fixture(name));
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByLabel('Full name')).toHaveValue('Luca Neri');
  });
}
