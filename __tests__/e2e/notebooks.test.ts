import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CLUSTER_VARIABLE, processesOf } from "../../cli/embedded/processes";
import { savedStates } from "../../cli/embedded/state";
import { PYTHON, VENV } from "../../cli/paths";
import { install } from "../../cli/setup/install";
import type { RunRecord } from "../../contracts";
import { gather, makeRun } from "../compare/runs";
import { REPOSITORY, type Running, start } from "./golazo";

const NOTEBOOKS = join(REPOSITORY, "notebooks");
const [TRAINING, STATISTICS, INFERENCE] = [
  "02_Entrenamiento_Modelo_LWP",
  "03_Streaming_Estadisticas",
  "04_Streaming_Inferencia_LWP",
] as const;
const MINUTE = 60_000;
/** Longer than any takes, on cores that others use as well. */
const A_NOTEBOOK = 20 * MINUTE;
/** Events that the notebooks' replays play. */
const PLAYED = 1500 * 6;
const REPLAY = `replay: ["--rate", "1500", "--seconds", "6", "--seed", "5"]`;

interface Cell {
  readonly cell_type: "code" | "markdown";
  readonly source: readonly string[] | string;
  readonly execution_count: number | null;
  readonly outputs: ReadonlyArray<Record<string, unknown>>;
}

const cellsOf = (file: string): Cell[] => JSON.parse(readFileSync(file, "utf8")).cells;

describe("the notebooks in the repository", () => {
  test.each([TRAINING, STATISTICS, INFERENCE])("%s carries no outputs", (name) => {
    for (const cell of cellsOf(join(NOTEBOOKS, `${name}.ipynb`))) {
      if (cell.cell_type === "code") expect(cell).toMatchObject({ outputs: [], execution_count: null });
    }
  });
});

describe("Jupyter Lab on a cluster of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "golazo-notebooks-"));
  const model = join(folder, "model");
  let lab: Running;
  let cluster: string;

  /** Runs a notebook as its kernel would be run by Jupyter, and gives all it printed and showed as text. */
  async function run(name: string, ...parameters: string[]): Promise<string> {
    const out = join(folder, `${name}.ipynb`);
    await promisify(execFile)(
      join(VENV, "bin", "papermill"),
      [join(NOTEBOOKS, `${name}.ipynb`), out, "--cwd", NOTEBOOKS, "--no-progress-bar", ...parameters],
      // One that hangs must not hold the cores that the next one waits for.
      { env: { ...process.env, [CLUSTER_VARIABLE]: cluster }, timeout: A_NOTEBOOK },
    );
    const outputs = cellsOf(out).flatMap(({ outputs = [] }) => outputs);
    expect(outputs.filter(({ output_type }) => output_type === "error")).toEqual([]);
    return outputs.map(textOf).join("\n");
  }

  beforeAll(async () => {
    await install({ python: "development", jars: true, notebooks: true });
    const before = new Set(savedStates().map(({ id }) => id));
    lab = start(["notebook", "--no-browser", "--executor-memory", "1g"]);
    await lab.printed("Jupyter Lab: ");
    cluster = savedStates().find(({ id }) => !before.has(id))?.id ?? "";
  }, 5 * MINUTE);

  afterAll(async () => {
    lab.child.kill("SIGINT");
    await lab.ended;
    rmSync(folder, { recursive: true, force: true });
  }, MINUTE);

  test("it listens on the loopback address and wants its token", async () => {
    const url = new URL(/Jupyter Lab: (\S+)/.exec(lab.output())?.[1] ?? "");
    expect(url.hostname).toBe("127.0.0.1");
    const files = `${url.origin}/api/contents`;
    expect((await fetch(files)).status).toBe(403);
    const headers = { Authorization: `token ${url.searchParams.get("token")}` };
    expect((await fetch(files, { headers })).status).toBe(200);
  });

  test(
    "02 trains a model on matches of its own and says what it is worth",
    async () => {
      const source = `source: ["--source", "synthetic", "--limit", "12"]`;
      const said = await run(TRAINING, "-y", source, "-p", "model", model);
      expect(said).toContain("| Partidos | 12 |");
      expect(said).toMatch(/\*\*El modelo\*\* \| \d+,\d %/);
      expect(said).toMatch(/Entrenado en \d+,\d s/);
      expect(existsSync(join(model, "model-card.json"))).toBe(true);
      expect(pictures(TRAINING)).toBe(3);
    },
    A_NOTEBOOK,
  );

  test(
    "03 counts in its windows every event that was produced",
    async () => {
      const said = await run(STATISTICS, "-y", REPLAY, "-p", "trigger_seconds", "1");
      expectReconciled(said);
      expect(said).toMatch(/match +team minute +events/);
      for (const figure of ["Ritmo de proceso", "Duración del microlote", "Shuffle leído"]) {
        expect(said).toMatch(new RegExp(`\\| ${figure} \\| [\\d\u202f,]+ `));
      }
      expect(pictures(STATISTICS)).toBe(2);
    },
    A_NOTEBOOK,
  );

  test(
    "04 loads that model and gives probabilities that sum to 1",
    async () => {
      const said = await run(INFERENCE, "-y", REPLAY, "-p", "model", model);
      expectReconciled(said);
      const [, predictions, gap] = /([\d\u202f]+) predicciones; .*: (\S+)/.exec(said) ?? [];
      expect(Number(predictions?.replace("\u202f", ""))).toBeGreaterThan(50);
      expect(Number(gap)).toBeLessThan(1e-9);
      expect(said).toMatch(/Microlote con el modelo \| [\d\u202f]+ ms/);
      expect(said).toMatch(/Utilización de la GPU: \*\*no medido\*\* \(`the executors were given no GPU/);
      expect(pictures(INFERENCE)).toBe(2);
    },
    A_NOTEBOOK,
  );

  test(
    "Ctrl-C ends it, its kernels and its cluster, as a user wants it to",
    async () => {
      lab.child.kill("SIGINT");
      expect((await lab.ended).code).toBe(0);
      expect(await processesOf(cluster)).toEqual([]);
    },
    MINUTE,
  );

  function pictures(name: string): number {
    const outputs = cellsOf(join(folder, `${name}.ipynb`)).flatMap(({ outputs = [] }) => outputs);
    return outputs.filter(({ data }) => (data as Record<string, unknown> | undefined)?.["image/png"]).length;
  }

  function expectReconciled(said: string): void {
    const events = PLAYED.toLocaleString("en").replace(",", "\u202f");
    expect(said).toContain(`| Confirmados por Kafka | ${events} |`);
    expect(said).toContain(`| Contados por la consulta | ${events} |`);
  }
});

describe("the comparison in a notebook", () => {
  /** The rows that a notebook shows when the folder of runs holds these. */
  async function rows(...runs: readonly string[]): Promise<string> {
    const folder = gather(...runs);
    const cell = [
      "import sys; from pathlib import Path",
      "from golazo_notebooks.comparison import comparison",
      "print(comparison([('training_time', 'Entrenamiento')], 'train', Path(sys.argv[1])).data)",
    ].join("\n");
    const { stdout } = await promisify(execFile)(PYTHON, ["-c", cell, folder], { cwd: NOTEBOOKS });
    rmSync(folder, { recursive: true });
    return stdout;
  }
  const onGpu = (record: RunRecord): void => {
    record.architecture = "gpu";
    if (record.jobs.train?.figures) record.jobs.train.figures.training_seconds = 3.5;
  };

  beforeAll(() => install({ python: "development", notebooks: true }), 5 * MINUTE);

  test("without a run nothing is measured", async () => {
    expect(await rows()).toContain("| Entrenamiento | no medido | no medido | no medido |");
  });

  test("a run on a CPU gives the CPU's figure, and leaves the GPU's open", async () => {
    const shown = await rows(makeRun("20261101-cpu"));
    expect(shown).toMatch(/\| Entrenamiento \| no medido \| \d+,\d s \| no medido \|/);
    expect(shown).toContain("CPU: `20261101-cpu`");
  });

  test("runs on both give both figures and how many times as fast the GPU is", async () => {
    const shown = await rows(makeRun("20261101-cpu"), makeRun("20261102-gpu", onGpu));
    const [, , cpu, times] = /Entrenamiento \| (3,5 s) \| ([\d,]+) s \| ([\d,]+) veces/.exec(shown) ?? [];
    const decimal = (text?: string): number => Number(text?.replace(",", "."));
    expect(decimal(times)).toBeCloseTo(decimal(cpu) / 3.5, 1);
  });
});

function textOf(output: Record<string, unknown>): string {
  const data = (output.data ?? {}) as Record<string, unknown>;
  const text = output.text ?? data["text/markdown"] ?? data["text/plain"] ?? "";
  return Array.isArray(text) ? text.join("") : String(text);
}
