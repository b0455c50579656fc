import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

const browser = base.projects?.find(({ name }) => name === 'browser');

/** Not a test: takes the pictures of the documentation. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'screens.ts',
  outputDir: '../../test-results/screenshots',
  reporter: 'list',
  projects: [{ ...browser, name: 'screenshots', testIgnore: [] }],
});
