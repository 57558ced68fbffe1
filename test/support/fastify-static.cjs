/** The package itself, loaded by Node instead of Jest, which cannot `require` the ES module that it needs. */
const { createRequire } = process.getBuiltinModule('node:module');
module.exports = createRequire(__filename)('@fastify/static');
