import { fileURLToPath } from 'node:url';
import { OneFile } from './one-file.js';

const built = OneFile.find<typeof import('./serve.js')>(
  fileURLToPath(new URL('../service.cjs', import.meta.url)),
);
// Where it was not built, module by module.
const { serve } = built?.run() ?? (await import('./serve.js'));
await serve();
