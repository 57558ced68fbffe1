import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVICE = process.env['AIRSHED_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The service puts a number of its own there for every page it answers.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    assetsDir: 'assets',
    // A file in a page's text would be an inline script or font to the policy.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_200,
  },
  server: { proxy: { '/api': SERVICE } },
});
