import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LostExecutors } from "../../cli/lost-executors";

const lost = (id: number): string =>
  `26/11/25 17:59:57 ERROR TaskSchedulerImpl: Lost executor ${id} on 127.0.0.1: Command exited with code 1`;

describe("executors that end by themselves", () => {
  test("three within five minutes are the end of hope, with what the last one complained of", () => {
    // GIVEN an embedded cluster, whose worker keeps the logs of its executors
    const localFolder = mkdtempSync(join(tmpdir(), "golazo-lost-"));
    const log = join(localFolder, "spark-worker-1", "work", "app-1", "2");
    mkdirSync(log, { recursive: true });
    writeFileSync(
      join(log, "stderr"),
      "26/11/25 18:00:03 WARN Other: fine\n26/11/25 18:00:11 ERROR RapidsExecutorPlugin: shutting down!\nCudaFatalException: 35\n\tat x\n",
    );
    const executors = new LostExecutors({ localFolder });
    expect([
      executors.heard(lost(0), 0),
      executors.heard("another line", 1),
      executors.heard(lost(1), 2),
    ]).toEqual([null, null, null]);
    expect(executors.heard(lost(2), 60_000)).toBe(
      "its executors end as soon as they have started: RapidsExecutorPlugin: shutting down! CudaFatalException: 35",
    );
  });

  test("three in a long time, or killed from outside, are misfortunes that Spark mends", () => {
    const executors = new LostExecutors({ localFolder: "/no/such" });
    for (const minute of [0, 6, 12, 18]) expect(executors.heard(lost(minute), minute * 60_000)).toBeNull();
    for (const id of [1, 2, 3, 4]) {
      expect(executors.heard(`Lost executor ${id} on 127.0.0.1: worker lost: not responding`, 0)).toBeNull();
    }
  });
});
