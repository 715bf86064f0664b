import { expect, expectAccessible, test } from './support/test.ts';

test('the first page offers a sample and a start of one’s own', async ({ people }) => {
  const { page } = await people.recruiter('Anna');
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New interview' })).toBeVisible();
  await expectAccessible(page);
});

test('a first visitor is asked for a name, which is remembered', async ({ people }) => {
  const { page } = await people.stranger();
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Your name' }).fill('Marco');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeHidden();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeHidden();
});

test('a page that does not exist says so', async ({ people }) => {
  const visitor = await people.recruiter('Anna');
  visitor.expectProblem(/404/);
  await visitor.page.goto('/no-such-page');
  await expect(visitor.page.getByRole('link', { name: /interviews/i })).toBeVisible();
});
