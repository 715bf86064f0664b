import { lastNotes, noteField, openInterview, startInterview, storedNotes, takeNote } from './support/interview.ts';
import { expect, expectAccessible, test } from './support/test.ts';

test('two recruiters see each other’s notes, and each only their own questions', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const marco = await people.recruiter('Marco');
  const id = await startInterview(anna);
  const annas = await openInterview(anna, id);
  const marcos = await openInterview(marco, id);

  await takeNote(annas, 'Led the migration herself, with figures.');
  await expect(lastNotes(marcos).getByText('Led the migration herself, with figures.')).toBeVisible();
  await takeNote(marcos, 'Could not say what she would do differently.');
  await expect(lastNotes(annas).getByText('Could not say what she would do differently.')).toBeVisible();

  await expect(annas.getByText('Which decisions were yours alone?').first()).toBeVisible();
  await expect(marcos.getByText('Which decisions were yours alone?')).toHaveCount(0);
  await expectAccessible(annas);
});

test('a note typed while the network is gone is kept and sent once', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  anna.expectProblem(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  const id = await startInterview(anna);
  const page = await openInterview(anna, id);

  await anna.context.setOffline(true);
  const text = 'Explained the outbox pattern without hesitation.';
  await takeNote(page, text);
  await expect(lastNotes(page).getByText(text)).toBeVisible();
  expect(await storedNotes(anna, id, text)).toBe(0);

  await anna.context.setOffline(false);
  await expect.poll(() => storedNotes(anna, id, text), { timeout: 30_000 }).toBe(1);
  await takeNote(page, 'And another one afterwards.');
  await expect.poll(() => storedNotes(anna, id, 'And another one afterwards.')).toBe(1);
  expect(await storedNotes(anna, id, text)).toBe(1);
});

test('the server may restart in mid-interview: what was typed meanwhile arrives', async ({ people, server }) => {
  const anna = await people.recruiter('Anna');
  anna.expectProblem(/ERR_CONNECTION|WebSocket|50\d/);
  const id = await startInterview(anna);
  const page = await openInterview(anna, id);
  await takeNote(page, 'Before the restart.');
  await expect.poll(() => storedNotes(anna, id, 'Before the restart.')).toBe(1);

  await server.stop();
  await takeNote(page, 'While the server was away.');
  await server.start();
  await expect.poll(() => storedNotes(anna, id, 'While the server was away.'), { timeout: 40_000 }).toBe(1);
  await page.reload();
  await expect(lastNotes(page).getByText('While the server was away.')).toBeVisible();
  expect(await storedNotes(anna, id, 'Before the restart.')).toBe(1);
});

test('Enter saves, Shift+Enter begins a line, and an accepted question is pinned above the notes', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const id = await startInterview(anna);
  const page = await openInterview(anna, id);
  await noteField(page).pressSequentially('First line');
  await noteField(page).press('Shift+Enter');
  await noteField(page).pressSequentially('second line');
  await expect(noteField(page)).toHaveValue('First line\nsecond line');
  await noteField(page).press('Enter');
  await expect.poll(() => storedNotes(anna, id, 'First line\nsecond line')).toBe(1);

  await page.getByRole('button', { name: 'Suggest now' }).click();
  const card = page.getByRole('region', { name: 'Suggested question' });
  await card.getByRole('button', { name: /Ask it/ }).click();
  await expect(page.getByText('Now', { exact: true })).toBeVisible();
});

test('a note that contradicts the CV or an earlier note shows what, and opens the place', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  await takeNote(page, 'Has used Oracle for six years, every day');
  await takeNote(page, 'Oracle: eight months of experience. Speaks no German');
  await lastNotes(page).getByText('Speaks no German').click();
  const note = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: 'Speaks no German' });
  await expect(note.getByText('The CV says “German, B1”; the note says “Speaks no German”.')).toBeVisible();
  await expect(note.getByText('An earlier note says “Has used Oracle for six years, every day”; this note says “eight months”.')).toBeVisible();
  await expectAccessible(page);

  await expect(note.getByRole('button', { name: 'Show the earlier note: Has used Oracle' })).toBeVisible();
  await note.getByRole('button', { name: 'Show in the CV: German, B1' }).click();
  await expect(page.getByRole('tabpanel').locator('mark').filter({ hasText: 'German, B1' })).toBeVisible();
});

test('a note pressed while it is on its way opens with its reasons once it is analysed', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  let letGo = (): void => undefined;
  const pressed = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/notes/', async (route) => {
    await pressed;
    await route.continue();
  });
  await takeNote(page, 'Speaks no German');
  await lastNotes(page).getByText('Speaks no German').click();
  const note = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: 'Speaks no German' });
  await expect(note).toContainText('Waiting to be sent');
  letGo();
  await expect(note.getByText('The CV says “German, B1”; the note says “Speaks no German”.')).toBeVisible();
});

test('who says their name in the interview finds a suggestion on the card', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const { page } = await people.stranger();
  await page.goto(`/interviews/${await startInterview(anna)}`);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Marco');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(noteField(page)).toBeEditable();
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('region', { name: 'Suggested question' }).getByRole('button', { name: /Ask it/ })).toBeVisible();
});

test('without a network the end says that it did not happen, and nothing happens later by itself', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  anna.expectProblem(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  const id = await startInterview(anna);
  const page = await openInterview(anna, id);
  await expect(page.getByRole('button', { name: 'Ask it' })).toBeVisible();
  await anna.context.setOffline(true);

  await page.getByRole('button', { name: 'Suggest now' }).click();
  const said = page.getByText(/^No suggestion could be made\./);
  await expect(said).toBeVisible();
  expect((await said.boundingBox())?.y, 'the note field stays free').toBeLessThan(120);
  await page.getByRole('button', { name: 'Original' }).click();
  await expect(page.getByText(/^The original could not be opened\./)).toBeVisible();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('button', { name: 'End for everyone' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Your notes are safe.');
  await page.getByRole('button', { name: 'Go on with the interview' }).click();

  await anna.context.setOffline(false);
  await takeNote(page, 'Still here.');
  await expect.poll(() => storedNotes(anna, id, 'Still here.'), { timeout: 30_000 }).toBe(1);
  const answer = await anna.context.request.get(`/api/sessions/${id}/`);
  expect(await answer.json()).toMatchObject({ status: 'live' });
});

test('on a phone the language of the questions and the theme are in the menu of the header', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Preferences' }).click();
  const questions = page.getByRole('group', { name: 'Language of questions and recap' });
  await expect(questions.getByRole('menuitemradio', { name: 'English' })).toBeChecked();
  await questions.getByRole('menuitemradio', { name: 'Italiano' }).click();
  await page.getByRole('button', { name: 'Preferences' }).click();
  await expect(questions.getByRole('menuitemradio', { name: 'Italiano' })).toBeChecked();
  await expect(page.getByRole('group', { name: 'Language', exact: true }).getByRole('menuitemradio', { name: 'English' })).toBeChecked();
  await expectAccessible(page);
});

test('on small screens and at 200 % zoom what is to be pressed is in sight', async ({ people }) => {
  const anna = await people.recruiter('Anna');
  const page = await openInterview(anna, await startInterview(anna));
  for (const viewport of [{ width: 320, height: 640 }, { width: 360, height: 740 }, { width: 720, height: 450 }]) {
    await page.setViewportSize(viewport);
    await expect(page.getByRole('button', { name: 'Save' })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('tab', { name: 'Notes' })).toBeInViewport({ ratio: 1 });
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Go on with the interview' })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('button', { name: 'End for everyone' })).toBeInViewport({ ratio: 1 });
    await page.getByRole('button', { name: 'Go on with the interview' }).click();
  }
});
