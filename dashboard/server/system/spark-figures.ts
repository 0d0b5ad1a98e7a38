import got from "got";
import type { ExecutorView, Measured, QueryView } from "../protocol";

/** A driver on the way that does not answer at once is not waited for, ms. */
const PATIENCE_MS = 1_500;

/** What Spark says of its jobs. */
export interface SparkView {
  readonly queries: Measured<readonly QueryView[]>;
  readonly executors: Measured<readonly ExecutorView[]>;
}

/** Spark's gauge of a streaming query, for example `app-1.driver.spark.streaming.predict.latency`. */
const GAUGE =
  /\.driver\.spark\.streaming\.(?<query>.+)\.(?<figure>inputRate-total|processingRate-total|latency|states-rowsTotal)$/;

interface Gauges {
  readonly gauges?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Executor {
  readonly id: string;
  readonly isActive: boolean;
  readonly totalCores: number;
  readonly activeTasks: number;
  readonly failedTasks: number;
  readonly memoryUsed: number;
  readonly maxMemory: number;
}

const NO_JOB = { value: null, missing: "no-job" } as const;

/**
 * What the web pages of running Spark jobs say of their queries and executors.
 *
 * @param pages where drivers may have their pages, for example `http://127.0.0.1:4040`; those without an answer have none
 */
export async function sparkView(pages: readonly string[]): Promise<SparkView> {
  if (pages.length === 0) {
    const missing = { value: null, missing: "no-spark" } as const;
    return { queries: missing, executors: missing };
  }
  const jobs = await Promise.all(pages.map((page) => jobAt(page).catch(() => null)));
  const found = jobs.filter((job) => job !== null);
  if (found.length === 0) return { queries: NO_JOB, executors: NO_JOB };
  return {
    queries: { value: found.flatMap(({ queries }) => queries), missing: null },
    executors: { value: found.flatMap(({ executors }) => executors), missing: null },
  };
}

async function jobAt(page: string): Promise<{ queries: QueryView[]; executors: ExecutorView[] }> {
  const ask = <T>(path: string): Promise<T> =>
    got(`${page}${path}`, { timeout: { request: PATIENCE_MS }, retry: { limit: 0 } }).json<T>();
  const [application] = await ask<Array<{ readonly id: string }>>("/api/v1/applications");
  if (!application) return { queries: [], executors: [] };
  const [executors, metrics] = await Promise.all([
    ask<Executor[]>(`/api/v1/applications/${application.id}/executors`),
    ask<Gauges>("/metrics/json/"),
  ]);
  return { queries: queriesIn(metrics), executors: executors.filter(isWorking).map(executorView) };
}

/** The driver is on the list as well, and computes nothing on a cluster. */
function isWorking({ id, isActive }: Executor): boolean {
  return isActive && id !== "driver";
}

function executorView({
  id,
  totalCores,
  activeTasks,
  failedTasks,
  memoryUsed,
  maxMemory,
}: Executor): ExecutorView {
  return { id, cores: totalCores, activeTasks, failedTasks, memoryUsed, memoryMax: maxMemory };
}

/** The queries in the metrics of a driver, which has them where `spark.sql.streaming.metricsEnabled` is true. */
export function queriesIn({ gauges = {} }: Gauges): QueryView[] {
  const figures = new Map<string, Record<string, number>>();
  for (const [name, { value }] of Object.entries(gauges)) {
    const { query, figure } = GAUGE.exec(name)?.groups ?? {};
    if (query === undefined || figure === undefined) continue;
    figures.set(query, { ...figures.get(query), [figure]: typeof value === "number" ? value : 0 });
  }
  return [...figures].sort().map(([name, figure]) => ({
    name,
    inputRate: Math.round(figure["inputRate-total"] ?? 0),
    processRate: Math.round(figure["processingRate-total"] ?? 0),
    batchMs: Math.round(figure.latency ?? 0),
    stateRows: Math.round(figure["states-rowsTotal"] ?? 0),
  }));
}
