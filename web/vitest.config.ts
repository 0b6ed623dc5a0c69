import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __API_ORIGIN__: JSON.stringify('') },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts'], environment: 'node' },
});
