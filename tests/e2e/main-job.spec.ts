import { CANDIDATE, fixture } from './support/documents.ts';
import { noteField, takeNote } from './support/interview.ts';
import { expect, test } from './support/test.ts';

test('the sample goes from its CV to a recap whose sentences name their sources', async ({ people }) => {
  test.slow();
  const { page } = await people.recruiter('Anna');
  await page.goto('/');
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await page.getByRole('button', { name: 'Start the interview' }).click();
  await expect(noteField(page)).toBeVisible();
  await expect(page.getByText(CANDIDATE).first()).toBeVisible();

  const note = 'She led the settlement migration herself and gave dates and figures.';
  await takeNote(page, note);
  await takeNote(page, 'Could not explain the gap between 2021 and 2022, contradicts the CV.');
  await page.getByRole('button', { name: 'Suggest now' }).click();
  await page.getByRole('button', { name: /Ask it/ }).click();
  await page.getByRole('button', { name: 'Mark as asked' }).first().click();

  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('button', { name: 'End for everyone' }).click();
  await expect(page).toHaveURL(/\/recap/);
  await expect(page.getByRole('heading', { name: 'Summary' })).toBeVisible();
  await expect(page.getByText('Written on this server from notes, CV and position.')).toBeVisible();
  await expect(page.getByText(`“${note}”`).first()).toBeVisible();

  await page.getByRole('button', { name: 'Edit this sentence' }).first().click();
  await page.getByRole('textbox', { name: 'Wording of the sentence' }).fill('Our own words.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.reload();
  await expect(page.getByText('Our own words.')).toBeVisible();
});

test('a damaged questions file leaves the list as it was', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  anna.expectProblem(/Failed to load resource.*4\d\d/);
  const { page } = anna;
  await page.goto('/');
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await expect(page).toHaveURL(/\/new\//);
  await page.goto(`${new URL(page.url()).pathname}?step=3`);
  await expect(page.getByText(/You led the migration/)).toBeVisible();
  await page.locator('input[type=file]').first().setInputFiles(fixture('damaged.docx'));
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText(/You led the migration/)).toBeVisible();
});
