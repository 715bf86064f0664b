import { expectMovingVideos, openInterview, startInterview } from './support/interview.ts';
import { expect, expectAccessible, test } from './support/test.ts';

test('two recruiters and a candidate, in three browsers, see moving video of each other', async ({ people }) => {
  test.slow();
  const anna = await people.recruiter('Anna');
  const marco = await people.recruiter('Marco');
  const candidate = await people.stranger();
  const id = await startInterview(anna);
  const annas = await openInterview(anna, id);
  await annas.getByRole('button', { name: 'Join with camera' }).click();
  const marcos = await openInterview(marco, id);
  await marcos.getByRole('button', { name: 'Join with camera' }).click();

  const made = await anna.context.request.post(`/api/sessions/${id}/call/link/`, { data: {} });
  const link = ((await made.json()) as { url: string }).url;
  const { page } = candidate;
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Giulia');
  await page.getByRole('button', { name: 'Try camera and microphone' }).click();
  await expectMovingVideos(page, 1);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Ask to join' }).click();
  await expect(page.getByText('You will be let in soon')).toBeVisible();

  await expect(annas.getByText('Giulia is waiting to join')).toBeVisible();
  await annas.getByRole('button', { name: 'Let in' }).click();
  await expectMovingVideos(page, 3);
  await expectMovingVideos(annas, 3);
  await expectMovingVideos(marcos, 3);
});

test('the candidate sees nothing of the recruiter’s side', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const candidate = await people.stranger();
  const id = await startInterview(anna);
  const made = await anna.context.request.post(`/api/sessions/${id}/call/link/`, { data: {} });
  await candidate.page.goto(((await made.json()) as { url: string }).url);
  await candidate.page.getByRole('textbox', { name: 'Your name' }).fill('Giulia');
  await candidate.page.getByRole('button', { name: 'Ask to join' }).click();
  await expect(candidate.page.getByText('You will be let in soon')).toBeVisible();
  expect((await candidate.context.cookies()).some(({ name }) => name.includes('guest'))).toBe(true);
});
