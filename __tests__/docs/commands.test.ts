import { documents } from "./documents";
import { expectToWork, runsOf } from "./runs";
import { Workplace } from "./workplace";

describe("commands of the documentation that need no cluster", () => {
  const place = new Workplace();

  test.each(runsOf(documents(), "alone"))("$text", (run) => expectToWork(place, run), 60_000);
});
