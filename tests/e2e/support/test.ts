/**
 * The `test` of this folder: a server for each test, and people, each in a browser profile of their own, whose pages
 * must stay free of errors: a page error, a console error or a violation of the content security policy fails the test.
 */
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import axe from 'axe-core';
import { Server } from './server.ts';

export { expect } from '@playwright/test';

export class Person {
  private readonly problems: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    context.on('page', (page) => this.watch(page));
    this.watch(page);
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.problems.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(`console: ${message.text()} ${message.location().url}`);
    });
  }

  /** An error that the test provokes, such as a refused upload, which Chromium writes into the console. */
  expectProblem(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  unexpectedProblems(): string[] {
    return this.problems.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
  }
}

export interface People {
  /** A recruiter who has already picked this name. */
  recruiter(name: string): Promise<Person>;
  /** A browser that was never here: a first visit, or the candidate. */
  stranger(): Promise<Person>;
}

export const test = base.extend<{ server: Server; people: People }>({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.destroy();
  },

  people: async ({ browser, server, contextOptions }, use) => {
    const persons: Person[] = [];
    const open = async (): Promise<Person> => {
      const context = await browser.newContext({ ...contextOptions, baseURL: server.url });
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
      const person = new Person(context, await context.newPage());
      persons.push(person);
      return person;
    };
    await use({
      stranger: open,
      recruiter: async (name) => {
        const person = await open();
        const answer = await person.context.request.put('/api/me/', { data: { name } });
        expect(answer.ok(), await answer.text()).toBe(true);
        return person;
      },
    });
    for (const person of persons) {
      expect(person.unexpectedProblems()).toEqual([]);
      await person.context.close();
    }
  },
});

/** WCAG 2.2 AA as far as a machine can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  // Evaluated by the debugger, so that the page's content security policy stays as it is.
  await page.evaluate(axe.source);
  const results = await page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: typeof axe }).axe;
    // react-aria's announcer points at progress bars that may be gone by now; a screen reader has read them long since.
    const found = await runner.run({ exclude: ['[data-live-announcer]'] }, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
  });
  expect(results).toEqual([]);
}
