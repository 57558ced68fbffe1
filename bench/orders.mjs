/** The first row alone, for a built checkout; `npm run bench orders` builds and runs the same. */
process.argv.splice(2, Infinity, 'orders');
await import('./main.mjs');
