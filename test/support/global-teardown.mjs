export default function tearDown() {
  globalThis.stopTestServer?.();
}
