// Several dependencies are published as ES modules only; everything is compiled to CommonJS for Jest.
const transform = {
  "^.+\\.(t|j|mj)s$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
};

/** What is the same for all tests. */
const common = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  transform,
};

// Tests of what CDKTF makes; the rest must do without the 400 MB of provider bindings.
const infrastructure = ["constructs/aws", "constructs/aspects", "constructs/docker", "stacks"];

/** @type {import("jest").Config} */
module.exports = {
  // Two cores are what the tests are promised to run on.
  maxWorkers: 2,
  // Real commands and real brokers start on a shared machine; no test is about how fast. Said in a project it is ignored.
  testTimeout: 120_000,
  projects: [
    {
      ...common,
      displayName: "golazo",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: [
        "/node_modules/",
        ...infrastructure.map((folder) => `<rootDir>/__tests__/${folder}/`),
      ],
      transformIgnorePatterns: [],
      setupFilesAfterEnv: ["<rootDir>/__tests__/time-limit.ts"],
      // Generating matches calculates a lot; without this each use of Math goes through the sandbox: six times slower.
      sandboxInjectedGlobals: ["Math", "Number"],
    },
    {
      ...common,
      displayName: "infrastructure",
      testMatch: infrastructure.map((folder) => `<rootDir>/__tests__/${folder}/**/*.test.ts`),
      // CDKTF is CommonJS already, and compiling a provider's 300,000 lines again takes longer than the tests.
      transformIgnorePatterns: ["/node_modules/(@cdktf|cdktf|constructs|archiver)/"],
      // Its matchers: toHaveResourceWithProperties and its like.
      setupFilesAfterEnv: ["<rootDir>/__tests__/constructs/matchers.ts"],
    },
  ],
};
