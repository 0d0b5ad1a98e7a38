import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { LiveMessage, MatchesMessage, SystemMessage } from "../../dashboard/server/protocol";
import { Watcher } from "../dashboard/page";
import { golazo, REPOSITORY, readRecord } from "../e2e/golazo";
import { baseImages } from "./base-images";
import { cdktf } from "./cdktf";
import { TestEngine } from "./engine";
import { describeWithEngine, stateOf } from "./needs";
import { terraformEnvironment } from "./terraform";

const TESTED_STACK = "cpu-docker";
const MINUTE = 60_000;
/** How long the main job may take: a busy machine needs its time to start the queries. */
const LONGEST_JOB = 30 * MINUTE;
/** How long the main job plays at 4,096 events per second. */
const SECONDS = 8;
const EVENTS = SECONDS * 4096;
/** A password nobody has, that must be found nowhere. */
const CANARY = "canary-4b7fe2c09d";
const DEPLOY = ["deploy", TESTED_STACK, "--auto-approve", "--skip-provider-lock"];
/** What a notebook plays of a small replay, and what it says of it then. */
const SMALL_REPLAY = `replay: ["--rate", "1500", "--seconds", "6"]`;
const COUNTED = ["Confirmados por Kafka", "Contados por la consulta"].map((who) => `| ${who} | 9\u202f000 |`);

describeWithEngine("a deployment on a Docker engine", [TESTED_STACK], (choice) => {
  let engine: TestEngine;
  let environment: Record<string, string>;
  /** Events acknowledged in each whole second of the main job. */
  let throughput: readonly number[] = [];

  /** Ids of what belongs to the deployment, by kind. */
  const left = (kind: "container" | "network" | "volume"): string[] => {
    const all = kind === "container" ? ["--all"] : [];
    const listed = engine.docker([
      kind,
      "ls",
      "-q",
      ...all,
      "--filter",
      `label=golazo.stack=${TESTED_STACK}`,
    ]);
    return listed.split("\n").filter((line) => line !== "");
  };
  const inWorkbench = (...command: string[]): string =>
    engine.docker(["exec", `golazo-${TESTED_STACK}-jupyter-lab`, ...command]);

  /** Opens the address of the live page as a browser does. */
  async function enterPage(): Promise<{ origin: string; token: string; cookie: string }> {
    const { output } = await golazo(["ps", TESTED_STACK, "--addresses"], environment);
    const link = new URL(/Live page: +(http\S+)/.exec(output)?.[1] ?? "");
    const entered = await fetch(link, { redirect: "manual" });
    const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
    return { origin: link.origin, token: link.searchParams.get("token") ?? "", cookie };
  }

  beforeAll(async () => {
    engine = await TestEngine.start(choice);
    environment = {
      ...(await terraformEnvironment()),
      DOCKER_HOST: engine.host,
      GOLAZO_BASE_IMAGES: JSON.stringify(baseImages(engine)),
      GOLAZO_WORKERS: "2",
      STATSBOMB_USER: `user-${CANARY}`,
      STATSBOMB_PASSWORD: CANARY,
    };
  }, 20 * MINUTE);

  afterAll(async () => {
    const containers = left("container");
    if (containers.length > 0) engine.docker(["rm", "--force", "--volumes", ...containers]);
    for (const kind of ["network", "volume"] as const) {
      const ids = left(kind);
      if (ids.length > 0) engine.docker([kind, "rm", ...ids]);
    }
    for (const file of [stateOf(TESTED_STACK), `${stateOf(TESTED_STACK)}.backup`])
      rmSync(file, { force: true });
    await engine.stop();
  }, MINUTE);

  test(
    "one command brings up every service, and ends when all are healthy",
    async () => {
      const { code, output } = await cdktf(DEPLOY, environment);
      expect({ code, output }).toMatchObject({ code: 0 });
      const { code: well, output: table } = await golazo(["ps", TESTED_STACK, "--wait", "1"], environment);
      expect({ well, table }).toMatchObject({ well: 0 });
      for (const service of [
        "kafka",
        "producer",
        "spark-master",
        "spark-worker-1",
        "spark-worker-2",
        "jupyter-lab",
        "live-page",
      ]) {
        expect(table).toMatch(new RegExp(`golazo-${TESTED_STACK}-${service} .*running.*healthy`));
      }
    },
    30 * MINUTE,
  );

  test("nothing is published but on the loopback address, and nothing runs as root", () => {
    const ids = left("container");
    const ports = engine.docker(["inspect", "--format", "{{json .HostConfig.PortBindings}}", ...ids]);
    expect(new Set(ports.match(/"HostIp":"[^"]*"/g))).toEqual(new Set(['"HostIp":"127.0.0.1"']));
    const users = engine
      .docker(["inspect", "--format", "{{.Config.User}}", ...ids])
      .trim()
      .split("\n");
    expect(new Set(users)).toEqual(new Set(["golazo"]));
  });

  test(
    "a second deployment changes nothing",
    async () => {
      const { code, output } = await cdktf(DEPLOY, environment);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toContain("No changes.");
    },
    4 * MINUTE,
  );

  test(
    "the main job runs on it, is seen on the live page, reconciles, and its run comes home",
    async () => {
      const options = ["--seconds", `${SECONDS}`, "--history-matches", "24", "--rehearsal", "1"];
      const running = golazo(["run", TESTED_STACK, "demo", ...options], environment);
      const { origin, cookie } = await enterPage();
      const watcher = new Watcher(origin, "system", { cookie });
      const seen = await Promise.race([
        watcher.told((message): message is SystemMessage => isPredicting(message), LONGEST_JOB / 1000),
        running,
      ]);
      const { code, output } = await running;
      await watcher.leave();
      expect({ code, output, seen }).toMatchObject({ code: 0 });
      expect(seen).toMatchObject({ here: { name: "cpu", executors: { missing: null } } });
      const folder = /Fetched: (\S+)/.exec(output)?.[1] ?? "";
      const record = readRecord(folder);
      expect(record).toMatchObject({
        status: "succeeded",
        architecture: "cpu",
        cluster: { kind: "given", workers: 2 },
        reconciliation: { reconciled: true, acknowledged: EVENTS, stats: EVENTS, predict: EVENTS },
      });
      expect(existsSync(join(folder, "window-stats"))).toBe(true);
      throughput = record.replay?.totals?.throughput ?? [];
      rmSync(folder, { recursive: true });
    },
    LONGEST_JOB,
  );

  test("the log of the producer has the throughput of every second of that job, as its run record has it", async () => {
    const { output } = await golazo(["logs", TESTED_STACK, "producer", "-n", "1000"], environment);
    const said = [...output.matchAll(/Throughput: (\d+) events\/sec/g)].map((match) => Number(match[1]));
    expect(throughput.length).toBeGreaterThan(0);
    expect(said.slice(0, throughput.length)).toEqual(throughput);
  });

  test("Jupyter wants its token, which is nowhere but in its own file", async () => {
    const token = inWorkbench("cat", "/opt/golazo/jupyter-lab/token");
    const page = "http://127.0.0.1:8988/api/contents";
    expect((await fetch(page)).status).toBe(403);
    expect((await fetch(page, { headers: { Authorization: `token ${token}` } })).status).toBe(200);
    const state = readFileSync(stateOf(TESTED_STACK), "utf8");
    const logs = (await golazo(["logs", TESTED_STACK, "-n", "1000"], environment)).output;
    const inspected = engine.docker(["inspect", ...left("container")]);
    for (const text of [state, logs, inspected]) expect(text).not.toContain(token);
  });

  test("the live page shows the matches of that job and its run to who has the token, and nothing to others", async () => {
    const { origin, token, cookie } = await enterPage();
    expect([origin, token.length]).toEqual(["http://127.0.0.1:8160", 48]);
    // GIVEN who does not know it
    for (const path of ["/", "/live?watch=matches", "/api/runs"]) {
      expect((await fetch(`${origin}${path}`)).status).toBe(401);
    }
    // WHEN somebody opens the address
    const page = await fetch(origin, { headers: { cookie } });
    expect(await page.text()).toContain('<script type="module"');
    // THEN the job's matches, predicted, come by themselves
    const watcher = new Watcher(origin, "matches", { cookie });
    const { rows } = await watcher.told(
      (message): message is MatchesMessage =>
        message.kind === "matches" && message.rows.some(([, , , , , , home]) => home >= 0),
    );
    expect(rows.length).toBeGreaterThan(0);
    await watcher.leave();
    const runs = await (await fetch(`${origin}/api/runs`, { headers: { cookie } })).json();
    expect(runs).toMatchObject([{ status: "succeeded", architecture: "cpu", reconciled: true }]);
    // AND the token is in no state, log or description of a container
    const state = readFileSync(stateOf(TESTED_STACK), "utf8");
    const logs = (await golazo(["logs", TESTED_STACK, "-n", "1000"], environment)).output;
    const inspected = engine.docker(["inspect", ...left("container")]);
    for (const text of [state, logs, inspected]) expect(text).not.toContain(token);
  }, 60_000);

  test("the live page's container can write no run, and carries no build tool", () => {
    const inPage = (script: string): string =>
      engine.docker(["exec", `golazo-${TESTED_STACK}-live-page`, "/bin/sh", "-c", script]).trim();
    expect(inPage("touch /opt/golazo/runs/x 2>/dev/null || echo refused")).toBe("refused");
    expect(
      inPage("cd /opt/golazo && ls node_modules dashboard | grep -xE 'vite|typescript|cdktf|web' | wc -l"),
    ).toBe("0");
  });

  test("a password of the environment it was deployed from is nowhere in it", async () => {
    const state = readFileSync(stateOf(TESTED_STACK), "utf8");
    const plan = readFileSync(join(REPOSITORY, "cdktf.out", "stacks", TESTED_STACK, "cdk.tf.json"), "utf8");
    const logs = (await golazo(["logs", TESTED_STACK, "-n", "1000"], environment)).output;
    const ids = left("container");
    const images = engine
      .docker(["inspect", "--format", "{{.Image}}", ...ids])
      .trim()
      .split("\n");
    const inspected =
      engine.docker(["inspect", ...ids, ...images]) +
      engine.docker(["history", "--no-trunc", ...images.slice(0, 1)]);
    for (const text of [state, plan, logs, inspected]) expect(text).not.toContain(CANARY);
    for (const id of ids) {
      const search = `test -z "$(grep -rlsF ${CANARY} /opt/golazo /etc /tmp /home)"`;
      engine.docker(["exec", id, "/bin/sh", "-c", search]);
    }
  });

  test.each([
    [
      "02_Entrenamiento_Modelo_LWP",
      `source: ["--source", "synthetic", "--limit", "12"]`,
      ["| Partidos | 12 |", "Guardado en /opt/golazo/models/lwp_model"],
    ],
    ["03_Streaming_Estadisticas", SMALL_REPLAY, COUNTED],
    [
      "04_Streaming_Inferencia_LWP",
      SMALL_REPLAY,
      [...COUNTED, "predicciones; lo más que una suma se aparta"],
    ],
  ])(
    "the notebook %s runs in it, on the stack's own Kafka and Spark",
    (name, parameters, says) => {
      const folder = "/opt/golazo/notebooks";
      const executed = `/tmp/${name}.ipynb`;
      const how = ["--cwd", folder, "--no-progress-bar", "-y", parameters];
      inWorkbench("papermill", `${folder}/${name}.ipynb`, executed, ...how);
      const shown = inWorkbench("jupyter", "nbconvert", "--to", "markdown", "--stdout", executed);
      for (const text of ["spark://spark-master:7077", ...says]) expect(shown).toContain(text);
    },
    15 * MINUTE,
  );

  test(
    "scaling to three workers is one command",
    async () => {
      const { code, output } = await golazo(["scale", TESTED_STACK, "3"], environment);
      expect({ code, output }).toMatchObject({ code: 0 });
      const master = await (await fetch("http://127.0.0.1:8180/json/")).json();
      expect(master).toMatchObject({ aliveworkers: 3 });
    },
    6 * MINUTE,
  );

  test(
    "down --keep-data leaves the volumes, and the next deployment finds the runs in them",
    async () => {
      const { code, output } = await golazo(["down", TESTED_STACK, "--keep-data"], environment);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect([left("container"), left("network")]).toEqual([[], []]);
      expect(left("volume").length).toBeGreaterThan(0);
      expect((await cdktf(DEPLOY, environment)).code).toBe(0);
      const { output: fetched } = await golazo(["fetch-runs", TESTED_STACK], environment);
      // The demo's, and those of the notebooks.
      expect(
        Number(/(\d+) runs on cpu-docker, 0 of them were here already/.exec(fetched)?.[1]),
      ).toBeGreaterThan(1);
      for (const [, folder] of fetched.matchAll(/fetched (\S+)/g))
        rmSync(folder as string, { recursive: true });
    },
    8 * MINUTE,
  );

  test(
    "destroy leaves no container, network or volume",
    async () => {
      const { code, output } = await cdktf(["destroy", TESTED_STACK, "--auto-approve"], environment);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect([left("container"), left("network"), left("volume")]).toEqual([[], [], []]);
    },
    4 * MINUTE,
  );
});

/** Whether the page sees a job's query at work: it asks the job's own page, in another container. */
function isPredicting(message: LiveMessage): boolean {
  if (message.kind !== "system") return false;
  return (
    message.here.queries.value?.some(({ name, inputRate }) => name === "predict" && inputRate > 0) ?? false
  );
}
