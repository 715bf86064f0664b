/** An interview made through the API, for tests whose subject comes after the wizard, and what is done in its screen. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { CANDIDATE, JOB_TITLE, SAMPLE_CV, SAMPLE_JOB } from './documents.ts';
import { expect, type Person } from './test.ts';

async function post(person: Person, path: string, body: object): Promise<Record<string, string>> {
  const answer = await person.context.request.post(path, body);
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as Record<string, string>;
}

/** Starts an interview with the sample's CV and position and two questions of this person's; its id. */
export async function startInterview(person: Person, jobText = SAMPLE_JOB): Promise<string> {
  const candidate = await post(person, '/api/candidates/', { data: { full_name: CANDIDATE } });
  const file = { name: 'cv.pdf', mimeType: 'application/pdf', buffer: readFileSync(SAMPLE_CV) };
  await post(person, '/api/cvs/upload/', { multipart: { candidate_id: candidate.id ?? '', file } });
  const job = await post(person, '/api/job-descriptions/', { data: { title: JOB_TITLE, description_text: jobText } });
  const session = await post(person, '/api/sessions/start/', {
    data: { candidate_id: candidate.id, job_description_id: job.id },
  });
  const id = session.session_id ?? '';
  for (const question_text of ['Which decisions were yours alone?', 'How do you prevent a duplicate charge?']) {
    await post(person, `/api/sessions/${id}/questions/`, { data: { question_text } });
  }
  return id;
}

export const noteField = (page: Page): Locator => page.getByRole('textbox', { name: 'Note', exact: true });
export const lastNotes = (page: Page): Locator => page.getByRole('list', { name: 'Last two notes' });

export async function openInterview(person: Person, id: string): Promise<Page> {
  await person.page.goto(`/interviews/${id}`);
  await expect(noteField(person.page)).toBeVisible();
  await expect(person.page.getByText('Connected')).toBeAttached();
  return person.page;
}

export async function takeNote(page: Page, text: string): Promise<void> {
  await noteField(page).fill(text);
  await noteField(page).press('Enter');
  await expect(noteField(page)).toHaveValue('');
}

/** How many notes with this text the server holds. */
export async function storedNotes(person: Person, id: string, text: string): Promise<number> {
  const answer = await person.context.request.get(`/api/sessions/${id}/timeline/`);
  const { timeline } = (await answer.json()) as { timeline: { type: string; text: string }[] };
  return timeline.filter((entry) => entry.type === 'note' && entry.text === text).length;
}

/** Waits until every video that shows somebody has frames that differ from one another. */
export async function expectMovingVideos(page: Page, count: number): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const sample = (video: HTMLVideoElement): string => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 48;
          const brush = canvas.getContext('2d');
          brush?.drawImage(video, 0, 0, 48, 48);
          return brush ? brush.getImageData(0, 0, 48, 48).data.join() : '';
        };
        const isMoving = async (video: HTMLVideoElement): Promise<boolean> => {
          if (video.readyState < 2 || video.videoWidth === 0) return false;
          const before = sample(video);
          await new Promise((resolve) => video.requestVideoFrameCallback(() => resolve(null)));
          await new Promise((resolve) => setTimeout(resolve, 300));
          return sample(video) !== before;
        };
        const visible = [...document.querySelectorAll('video')].filter((video) => video.checkVisibility());
        const moving = await Promise.all(visible.map(isMoving));
        return moving.filter(Boolean).length;
      }), { timeout: 30_000 })
    .toBe(count);
}
