import process from 'node:process';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { parseApiOrigin } from './build/api-origin.ts';
import { pageHead } from './build/page-head.ts';

const root = import.meta.dirname;
/** Where `vite dev` and `vite preview` send `/api`. */
const proxy = { '/api': process.env['YOCTOGRAM_BACKEND'] ?? 'http://127.0.0.1:8000' };

/** A bad value ends the build with one line: a stack trace of Vite's config loader would bury it. */
function apiOrigin(mode: string): string {
  try {
    return parseApiOrigin(loadEnv(mode, root, 'VITE_')['VITE_PROD_API']);
  } catch (error) {
    console.error(`error: ${(error as Error).message}; it comes from web/.env or the environment`);
    return process.exit(1);
  }
}

export default defineConfig(({ mode }) => ({
  root,
  plugins: [react(), pageHead()],
  define: { __API_ORIGIN__: JSON.stringify(apiOrigin(mode)) },
  build: { assetsInlineLimit: 0 },
  server: { proxy },
  preview: { proxy },
}));
