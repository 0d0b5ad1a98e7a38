// Which room may import which: docs/architecture.md in a form a machine can hold.
const room = (name, mayImport, from = `^${name}/`) => ({
  name: `${name}-imports-only-what-it-may`,
  severity: "error",
  from: { path: from },
  to: {
    path: "^(contracts|constructs|stacks|producer|record|compare|dashboard|cli|docs)/",
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
      // What only those need who deploy to AWS is loaded only where `npm install` brought it.
      from: {
        pathNot: "^(contracts/(generate|types-from-schemas)\\.ts$|cli/doctor/aws/|stacks/|docs/generate/)",
      },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"] },
    },
    room("contracts", []),
    room("constructs", ["contracts"]),
    room("stacks", ["constructs"]),
    room("main", ["stacks"], "^main\\.ts$"),
    {
      name: "one-file-names-cdktf",
      severity: "error",
      from: { path: "^(main\\.ts|stacks|constructs)", pathNot: "^constructs/cdktf\\.ts$" },
      to: { path: "^node_modules/cdktf/" },
    },
    room("producer", ["contracts"]),
    room("record", ["contracts"]),
    room("compare", ["contracts", "record"]),
    room("docs", ["contracts", "constructs"]),
    room("dashboard", ["contracts"], "^dashboard/(?!server/serve\\.ts$)"),
    // The login to Kafka is the producer's; only where the page is put together as a service is it needed.
    room("dashboard", ["contracts", "producer"], "^dashboard/server/serve\\.ts$"),
    {
      name: "the-page-takes-types-alone-from-its-server",
      severity: "error",
      from: { path: "^dashboard/web/" },
      to: { path: "^dashboard/server/", pathNot: "^dashboard/server/protocol\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/node_modules/" },
    // No tsConfig: with it the package `constructs` is taken for the folder of that name.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
