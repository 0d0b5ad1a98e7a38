import { TESTS_MAY_BEGIN_UNTIL } from "../cli/test-time";
import { saySkipped } from "./skip";

// A file of tests that begins too late for the time `golazo test` was given is left out, and says so.
const until = process.env[TESTS_MAY_BEGIN_UNTIL];
if (until !== undefined && Date.now() > Number(until)) {
  saySkipped(`${expect.getState().testPath}`, "too little is left of the minutes given to golazo test");
  const { skip } = describe;
  globalThis.describe = Object.assign(skip, { skip, only: skip });
}
