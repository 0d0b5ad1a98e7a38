/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // Several dependencies are published as ES modules only; everything is compiled to CommonJS for Jest.
  transform: {
    "^.+\\.(t|j|mj)s$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
  },
  transformIgnorePatterns: [],
  // Generating matches calculates a lot; without this each use of Math goes through the sandbox: six times slower.
  sandboxInjectedGlobals: ["Math", "Number"],
  // Real commands and real brokers start on a shared machine; no test is about how fast.
  testTimeout: 120_000,
  // Two cores are what the tests are promised to run on.
  maxWorkers: 2,
};
