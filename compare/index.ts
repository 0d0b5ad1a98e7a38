export { type ComparisonOptions, compareRuns } from "./comparison";
export { loadRuns, type Run } from "./load";
export { fallbacksOf, withoutPlan } from "./plan";
export { type Hosts, type PriceTable, type Pricing, parseHosts, parsePrices } from "./prices";
export { ComparisonRefused } from "./refused";
export { writeModelPictures } from "./report/write-model-pictures";
export { writeReport } from "./report/write-report";
export type { NotRun } from "./sides";
