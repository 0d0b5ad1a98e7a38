import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ContractError, TOPICS, validate } from "../../contracts";
import { SCHEMA_FOLDER } from "../../contracts/schema-folder";
import { renderTypes, schemaNames } from "../../contracts/types-from-schemas";

const GENERATED = join(SCHEMA_FOLDER, "..", "generated");

describe("contracts", () => {
  test.each(schemaNames())("the TypeScript types of %s are those of its schema", async (name) => {
    // WHEN the types are generated again
    const fresh = await renderTypes(name);
    // THEN they are what is committed; `npm run contracts` mends a difference
    expect(readFileSync(join(GENERATED, `${name}.ts`), "utf8")).toBe(fresh);
  });

  test("a value that breaks its contract is refused with the place and the rule", () => {
    // GIVEN a prediction whose probability is not one
    const prediction = {
      match_id: 1,
      period: 1,
      minute: 0,
      event_time: "2021-06-11T19:00:00.000Z",
      p_home: 1.5,
      p_draw: 0,
      p_away: 0,
      produced_at: 0,
      predicted_at: 1,
      latency_ms: 1,
    };
    // THEN the message names it
    expect(() => validate("prediction", prediction)).toThrow(ContractError);
    expect(() => validate("prediction", prediction)).toThrow("prediction: /p_home must be <= 1");
    // AND the same prediction with a probability is accepted
    expect(validate("prediction", { ...prediction, p_home: 1 })).toMatchObject({ p_home: 1 });
  });

  test("there is no contract nobody wrote", () => {
    expect(() => validate("weather", {})).toThrow("there is no contract named weather");
  });

  test("topics are named as the design says, with eight partitions for events", () => {
    expect(TOPICS.events).toMatchObject({ name: "statsbomb-360-events", partitions: 8 });
    expect(TOPICS.deadLetters.name).toBe("statsbomb-360-events-dead-letter");
    expect(TOPICS.windowStatistics.name).toBe("match-window-stats");
    expect(TOPICS.predictions.name).toBe("win-probabilities");
  });
});
