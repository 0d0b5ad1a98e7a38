// Which room may import which: docs/architecture.md in a form a machine can hold.
const room = (name, mayImport) => ({
  name: `${name}-imports-only-what-it-may`,
  severity: "error",
  from: { path: `^${name}/` },
  to: {
    path: "^(contracts|constructs|producer|record|cli)/",
    pathNot: `^(${[name, ...mayImport].join("|")})/`,
  },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: "(^|/)(main|index|generate|reap)\\.ts$|benchmark/|\\.json$" },
      to: {},
    },
    {
      name: "only-declared-packages",
      severity: "error",
      // AWS's clients are for those who deploy there, and are loaded only where `npm install` brought them.
      from: { pathNot: "^(contracts/(generate|types-from-schemas)\\.ts$|cli/doctor/aws/)" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"] },
    },
    room("contracts", []),
    room("constructs", []),
    room("producer", ["contracts"]),
    room("record", ["contracts"]),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/node_modules/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
