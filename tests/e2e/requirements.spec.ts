/** What the job asks for, followed from the first note to the recap. */
import type { Locator, Page } from '@playwright/test';
import { noteField, openInterview, startInterview, takeNote } from './support/interview.ts';
import { expect, test } from './support/test.ts';

const PROOF = 'Explained the outbox on Kafka clearly, with the failure she saw in the first week.';
const DENIAL = 'Has never used Kubernetes.';

const requirements = (page: Page): Locator => page.getByRole('region', { name: 'Requirements' });
const row = (page: Page, words: string): Locator =>
  requirements(page).getByRole('listitem').filter({ hasText: words });
const head = (page: Page, words: string): Locator => row(page, words).getByRole('button', { name: words });

test('notes settle requirements, whose evidence opens in its place, and the recap keeps the result', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  await expect(head(page, 'event-driven systems')).toHaveAccessibleName(/Untouched/);
  await expect(requirements(page).getByRole('status')).toHaveText(/^0 of \d+ must-haves evidenced$/);

  await takeNote(page, PROOF);
  await expect(head(page, 'event-driven systems')).toHaveAccessibleName(/Evidenced/);
  await expect(requirements(page).getByRole('status')).toHaveText(/^1 of \d+ must-haves evidenced$/);
  await takeNote(page, DENIAL);
  await expect(head(page, 'Kubernetes in a public cloud')).toHaveAccessibleName(/Contradicted/);

  await head(page, 'event-driven systems').click();
  await row(page, 'event-driven systems').getByRole('button', { name: 'an outbox on Kafka' }).click();
  const cv = page.getByRole('region', { name: 'CV' });
  await expect(cv.locator('[data-shown] mark')).toHaveText(/^Introduced idempotency keys and an outbox on Kafka/);
  await row(page, 'event-driven systems').getByRole('button', { name: /^For/ }).click();
  await expect(page.getByRole('tabpanel', { name: 'Notes' }).locator('[data-shown]')).toContainText(PROOF);

  await page.getByRole('button', { name: 'Show notes' }).click();
  await page.getByRole('group', { name: 'About a requirement' }).getByRole('option', { name: /Kubernetes/ }).click();
  await expect(page.getByRole('list', { name: 'Notes', exact: true }).getByRole('listitem')).toHaveText([new RegExp(DENIAL)]);

  await page.getByRole('button', { name: 'End', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText(/Nobody has spoken of \d+ must-haves yet.*At least five years/);
  await page.getByRole('button', { name: 'End for everyone' }).click();
  const table = page.getByRole('table');
  await expect(table.getByRole('row', { name: /event-driven systems/ })).toContainText(/Evidenced.*p\. 1.*For.*Kafka/);
  await expect(table.getByRole('row', { name: /Kubernetes in a public cloud/ })).toContainText(`Against${DENIAL}`);
});

test('requirements and the risk trend are read by keyboard alone', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  await takeNote(page, DENIAL);
  await noteField(page).blur();
  await page.keyboard.press('r');
  const headAt = (index: number) => requirements(page).getByRole('listitem').nth(index).getByRole('button').first();
  await expect(headAt(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(headAt(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(headAt(1)).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(noteField(page)).toBeFocused();

  const point = page.getByRole('region', { name: 'Risk, note by note' }).getByRole('button');
  await page.keyboard.press('Shift+Tab');
  await point.focus();
  await expect(page.getByRole('tooltip')).toContainText(DENIAL);
  await expect(point).toHaveAccessibleDescription(/Because of/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel', { name: 'Notes' }).locator('[data-shown]')).toContainText(DENIAL);
});

test('a question about a requirement comes to the card, where A asks it', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  const card = page.getByRole('region', { name: 'Suggested question' });
  await expect(card.getByRole('button', { name: 'Ask it' })).toBeVisible();
  await head(page, 'Kubernetes in a public cloud').click();
  await row(page, 'Kubernetes in a public cloud').getByRole('button', { name: 'Ask about it' }).click();
  await expect(card).toContainText(/Kubernetes.*A good answer contains/s);
  await expect(card).toBeFocused();
  await expect(row(page, 'Kubernetes in a public cloud')).toContainText('The suggested question is about this');
  await page.keyboard.press('a');
  await expect(head(page, 'Kubernetes in a public cloud')).toHaveAccessibleName(/Asked/);
});

test('on a phone, asking about a requirement brings the card up', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  await anna.page.setViewportSize({ width: 390, height: 844 });
  const page = await openInterview(anna, await startInterview(anna));
  await page.getByRole('tab', { name: 'Requirements' }).click();
  const wanted = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: 'Kubernetes in a public cloud' });
  await wanted.getByRole('button').first().click();
  await wanted.getByRole('button', { name: 'Ask about it' }).click();
  await expect(page.getByRole('tab', { name: 'Call' })).toHaveAttribute('aria-selected', 'true');
  const card = page.getByRole('region', { name: 'Suggested question' });
  await expect(card).toContainText('Kubernetes');
  await expect(card).toBeFocused();
});

test('when nothing is left to suggest about a requirement, it takes a question of one’s own', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  anna.expectProblem(/409/);
  const id = await startInterview(anna);
  const page = await openInterview(anna, id);
  const { requirements: rows } = (await (await anna.context.request.get(`/api/sessions/${id}/requirements/`)).json()) as {
    requirements: { id: string; text: string }[];
  };
  const wanted = rows.find(({ text }) => text.includes('Kubernetes in a public cloud'));
  for (;;) {
    const answer = await anna.context.request.post(`/api/sessions/${id}/next-question/`, {
      data: { requirement_id: wanted?.id },
    });
    if (answer.status() === 409) break;
    const { suggestion } = (await answer.json()) as { suggestion: { suggestion_id: string } };
    await anna.context.request.post(`/api/sessions/${id}/suggestions/${suggestion.suggestion_id}/`, {
      data: { action: 'dismiss' },
    });
  }
  await head(page, 'Kubernetes in a public cloud').click();
  await row(page, 'Kubernetes in a public cloud').getByRole('button', { name: 'Ask about it' }).click();
  await row(page, 'Kubernetes in a public cloud').getByRole('textbox').fill('Who upgraded your clusters?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Prepared questions' })).toContainText('Who upgraded your clusters?');
});

test('where the job description asks for nothing that can be recognised, screen, end and recap say so', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna, 'We are a friendly team.'));
  await expect(requirements(page)).toContainText('No requirement was recognised in the job description.');
  await expect(requirements(page)).toContainText('Suggestions still use its whole text');
  await expect(requirements(page).getByRole('listitem')).toHaveCount(0);

  await page.getByRole('button', { name: 'End', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('There are no notes yet: the recap will say nothing about the candidate.');
  await page.getByRole('button', { name: 'End for everyone' }).click();
  await expect(page.getByText('nothing can be called covered or not covered')).toBeVisible();
  await expect(page.getByText('No notes were taken, so nothing about the candidate is covered.')).toBeVisible();
});
