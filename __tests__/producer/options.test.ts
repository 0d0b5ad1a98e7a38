import { type ProducerOptions, producerCommand } from "../../producer/command";
import { InputError } from "../../producer/input-error";
import { createSource } from "../../producer/sources/create";

const NEEDED = ["--bootstrap", "127.0.0.1:9093", "--manifest", "manifest.json"];

function parse(...args: string[]): ProducerOptions {
  const command = producerCommand().configureOutput({ writeErr: () => {} });
  return command.parse([...NEEDED, ...args], { from: "user" }).opts<ProducerOptions>();
}

describe("the options of a replay", () => {
  test("without any, synthetic matches of seed 42 are fanned out as needed", () => {
    expect(parse()).toMatchObject({ source: "synthetic", seed: 42, fanOut: true, skipBadFiles: false });
  });

  test("--match may be repeated, keeps its order and forgets repetitions", () => {
    expect(parse("--match", "9", "--match", "4", "--match", "9").match).toEqual([9, 4]);
  });

  test("rates, seasons and the flags arrive as values", () => {
    expect(parse("--rate", "max", "--season", "108, 235", "--no-fan-out")).toMatchObject({
      rate: "max",
      season: [108, 235],
      fanOut: false,
    });
    expect(parse("--speed", "1.5", "--seconds", "0")).toMatchObject({ speed: 1.5, seconds: 0 });
  });

  test.each([
    ["--rate", "fast", /whole number of events per second.*or max/],
    ["--rate", "0", /from 1/],
    ["--rate", "", /or max/],
    ["--rate", "1.5", /whole number/],
    ["--speed", "-1", /above 0/],
    ["--seconds", "1m", /whole number from 0/],
    ["--seed", "-3", /whole number from 0/],
    ["--match", "Turkey", /whole numbers/],
    ["--season", "2021/22", /whole numbers separated by commas/],
    ["--bootstrap", "localhost", /host:port/],
    ["--source", "opta", /synthetic, open-data, statsbomb/],
  ])("%s %s is refused with what would do", (option, value, expected) => {
    expect(() => parse(option, value)).toThrow(expected);
  });

  test("--rate and --speed exclude each other", () => {
    expect(() => parse("--rate", "10", "--speed", "2")).toThrow(/cannot be used with/);
  });

  test("a data folder is not ignored in silence by a source that reads none", () => {
    expect(() => createSource({ ...parse(), dataDir: "/some" }, "stream", () => {})).toThrow(InputError);
  });
});
