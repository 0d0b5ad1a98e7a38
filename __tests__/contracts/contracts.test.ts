import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ContractError, TOPICS, validate } from "../../contracts";

const REPOSITORY = resolve(__dirname, "..", "..");

/** Runs the check of a contracts folder; throws with its output when types and schemas differ. */
const checkTypes = (contracts: string): string =>
  execFileSync(
    process.execPath,
    [
      "--import",
      join(REPOSITORY, "node_modules/tsx/dist/loader.mjs"),
      join(contracts, "generate.ts"),
      "--check",
    ],
    {
      encoding: "utf8",
      stdio: "pipe",
    },
  );

describe("contracts", () => {
  test("the TypeScript types are those of the schemas", () => {
    expect(checkTypes(join(REPOSITORY, "contracts"))).toBe("");
  });

  test("a schema that changed without its types is found, by name", () => {
    // GIVEN a copy of the contracts in which somebody renamed a field of the prediction
    const folder = join(mkdtempSync(join(tmpdir(), "golazo-contracts-")), "contracts");
    cpSync(join(REPOSITORY, "contracts"), folder, {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
    symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
    const schema = {
      ...require("../../contracts/schemas/prediction.schema.json"),
      properties: { p_win: { type: "number" } },
    };
    writeFileSync(join(folder, "schemas", "prediction.schema.json"), JSON.stringify(schema));
    // THEN the check fails and says which
    expect(() => checkTypes(folder)).toThrow(/generated\/prediction\.ts is not what its schema gives/);
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
