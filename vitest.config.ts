import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src-main/**/*.test.ts',
      'src-renderer/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'e2e/emulators/**/*.test.ts',
    ],
    globalSetup: ['src-main/core/local/bundle-inference-process.ts', 'src-main/node/bundle-cli.ts'],
    testTimeout: 30_000,
    // As patient as a test: a busy machine is no failure.
    expect: { poll: { timeout: 20_000 } },
  },
});
