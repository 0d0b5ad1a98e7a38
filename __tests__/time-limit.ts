import { TESTS_MAY_BEGIN_UNTIL } from "../cli/test-time";

// A file of tests that begins when the time `golazo test` was given is over is left out, and says so.
const until = process.env[TESTS_MAY_BEGIN_UNTIL];
if (until !== undefined && Date.now() > Number(until)) {
  console.warn(`SKIPPED, the minutes given to golazo test are over: ${expect.getState().testPath}`);
  const { skip } = describe;
  globalThis.describe = Object.assign(skip, { skip, only: skip });
}
