import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { CLUSTER_VARIABLE, endProcessesOf, processesOf } from "../../cli/embedded/processes";

const withCluster = (id: string) => ({ ...process.env, [CLUSTER_VARIABLE]: id });

describe("processes of a cluster", () => {
  test("a grandchild whose parents are gone is found and ended, a stranger is not", async () => {
    // GIVEN a process that outlived the shell that started it, and one of another cluster
    const id = `test-${process.pid}`;
    const shell = spawn("/bin/sh", ["-c", "sleep 60 & exit 0"], {
      env: withCluster(id),
      stdio: "ignore",
      detached: true,
    });
    await new Promise((resolve) => shell.once("close", resolve));
    const stranger = spawn("sleep", ["60"], { env: withCluster(`${id}-other`), stdio: "ignore" });
    // WHEN the cluster is ended
    expect(await processesOf(id)).toHaveLength(1);
    expect(await endProcessesOf(id, 5)).toBe(1);
    // THEN nothing of it lives, and the stranger does
    expect(await processesOf(id)).toEqual([]);
    expect(await processesOf(`${id}-other`)).toEqual([stranger.pid]);
    stranger.kill();
  });

  test("a process that does not want to end is ended all the same", async () => {
    const id = `stubborn-${process.pid}`;
    const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
    spawn(process.execPath, ["-e", script], { env: withCluster(id), stdio: "ignore" });
    await sleep(500);
    expect(await endProcessesOf(id, 0.5)).toBe(1);
    expect(await processesOf(id)).toEqual([]);
  });
});
