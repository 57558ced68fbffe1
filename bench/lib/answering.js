/** The other end of `Driver.ask`: answers each message with what the named function gives. */
export function answering(functions) {
  process.on('message', async ({ what, facts }) => {
    try {
      process.send({ result: (await functions[what](facts)) ?? null });
    } catch (error) {
      process.send({ error: error.stack ?? String(error) });
    }
  });
  // The one who asks is gone: nobody needs us any more.
  process.on('disconnect', () => process.exit(0));
}
