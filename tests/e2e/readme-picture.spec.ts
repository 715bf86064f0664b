/**
 * The picture of the README: the sample interview, in a call between two drawn figures. It is kept as
 * out/screens/readme.png; copy it to docs/screenshots/call-screen.png when the screen has changed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type LaunchOptions, type Page } from '@playwright/test';
import { openInterview, takeNote } from './support/interview.ts';
import { expect, Person, test } from './support/test.ts';

const OUT = join(import.meta.dirname, 'out', 'screens');
const CAMERA = { width: 640, height: 480 };
const RECRUITER = { wall: '#cfc0a9', coat: '#5c7250', hair: '#2c1f1b', skin: '#c68d69' };
const CANDIDATE = { wall: '#aebfc4', coat: '#38546d', hair: '#3a2b28', skin: '#dfb79d' };
const NOTES = [
  'Led the settlement migration herself, gave dates and figures.',
  'Found the slow index with EXPLAIN and proved it with p99 before and after.',
  'CV says she led teams of up to eight people, in the call she says nobody reported to her.',
  'Explained the outbox on Kafka clearly, with the failure she saw in the first week.',
  'Hesitated on changing a large PostgreSQL table and gave no example.',
];

/** A camera for Chromium's fake device: the same JPEG twice is a film (Motion JPEG). */
async function makeCamera(page: Page, name: string, figure: typeof RECRUITER): Promise<string> {
  await page.setViewportSize(CAMERA);
  await page.setContent(`<body style="margin:0"><svg width="640" height="480">
    <rect width="640" height="480" fill="${figure.wall}"/><ellipse cx="320" cy="500" rx="170" ry="150" fill="${figure.coat}"/>
    <ellipse cx="320" cy="235" rx="72" ry="92" fill="${figure.hair}"/>
    <ellipse cx="320" cy="265" rx="60" ry="80" fill="${figure.skin}"/></svg>`);
  const frame = await page.screenshot({ type: 'jpeg', quality: 95 });
  const file = join(OUT, `${name}.mjpeg`);
  await writeFile(file, Buffer.concat([frame, frame]));
  return file;
}

async function openPerson(browser: Browser, baseURL: string): Promise<Person> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  return new Person(context, await context.newPage());
}

/** Starts the sample with its first three questions asked; its id. */
async function startSample(person: Person): Promise<string> {
  const { request } = person.context;
  const call = async (path: string) => (await (await request.post(path, { data: {} })).json()) as { [key: string]: string };
  await request.put('/api/me/', { data: { name: 'Ada Prova' } });
  const { draft_id } = await call('/api/sample/');
  const { session_id = '' } = await call(`/api/drafts/${draft_id}/start/`);
  const listed = await request.get(`/api/sessions/${session_id}/questions/`);
  const { questions } = (await listed.json()) as { questions: { question_id: string }[] };
  for (const { question_id } of questions.slice(0, 3))
    await call(`/api/sessions/${session_id}/questions/${question_id}/mark-asked/`);
  return session_id;
}

async function joinAsCandidate(person: Person, link: string): Promise<void> {
  await person.page.goto(link);
  await person.page.getByRole('textbox', { name: 'Your name' }).fill('Giulia Ferrante');
  await person.page.getByRole('button', { name: 'Try camera and microphone' }).click();
  await person.page.getByRole('button', { name: 'Ask to join' }).click();
}

test('the picture of the README can be taken', async ({ page, server, launchOptions }) => {
  test.slow();
  await mkdir(OUT, { recursive: true });
  const withCamera = (file: string): LaunchOptions => ({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), `--use-file-for-fake-video-capture=${file}`],
  });
  const theirs = await chromium.launch(withCamera(await makeCamera(page, 'candidate', CANDIDATE)));
  const ours = await chromium.launch(withCamera(await makeCamera(page, 'recruiter', RECRUITER)));
  const ada = await openPerson(ours, server.url);
  const id = await startSample(ada);
  const screen = await openInterview(ada, id);
  for (const note of NOTES) await takeNote(screen, note);
  await screen.getByRole('button', { name: 'Join with camera' }).click();

  const made = await ada.context.request.post(`/api/sessions/${id}/call/link/`, { data: {} });
  const giulia = await openPerson(theirs, server.url);
  await joinAsCandidate(giulia, ((await made.json()) as { url: string }).url);
  await screen.getByRole('button', { name: 'Let in' }).click();
  await expect(screen.getByText('Connecting')).toHaveCount(0);
  await screen.getByRole('button', { name: 'Suggest now' }).click();
  await expect(screen.getByRole('button', { name: /Ask it/ })).toBeVisible();
  await screen.evaluate(() => document.fonts.ready);
  await screen.screenshot({ path: join(OUT, 'readme.png') });
  expect([...ada.unexpectedProblems(), ...giulia.unexpectedProblems()]).toEqual([]);
  await ours.close();
  await theirs.close();
});
