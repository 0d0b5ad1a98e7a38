import { documents } from "../docs/documents";
import { expectToWork, runsOf } from "../docs/runs";
import { Workplace } from "../docs/workplace";

describe("commands of the documentation that need a cluster, one after the other", () => {
  const place = new Workplace();

  // Where one before it failed, a cluster would be left for the next test file.
  afterAll(() => place.run("./golazo down"), 120_000);

  test.each(runsOf(documents(), "cluster"))("$text", (run) => expectToWork(place, run), 600_000);
});
