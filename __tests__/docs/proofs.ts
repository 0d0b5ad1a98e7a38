/** How a command of the documentation is known to work. */
export type Proof = Run | NamedTest | Impossible;

/** It is run for real: `alone` on a machine where nothing is up, `cluster` in the order of the table on one cluster. */
export interface Run {
  readonly run: "alone" | "cluster";
  /** Further words that keep it short, or away from what is the user's. */
  readonly with?: string;
  /** Exit codes that are right. Default 0 alone. */
  readonly codes?: readonly number[];
  /** It does not end by itself: it works when it has printed this, and is then ended with Ctrl-C. */
  readonly until?: string;
}

/** Another file runs it: `by`, in the repository, which holds the text `says`. */
export interface NamedTest {
  readonly by: string;
  readonly says: string;
}

/** It cannot be run where the tests run, and why. */
export interface Impossible {
  readonly not: string;
}

const demo: NamedTest = { by: "__tests__/e2e/live-page.test.ts", says: 'start(["demo", "--out"' };
const realMatches: NamedTest = {
  by: "__tests__/e2e/real-matches.test.ts",
  says: '"open-data", "--data-dir", REAL_DATA, "--no-fan-out"',
};
const series: NamedTest = { by: "__tests__/e2e/series.test.ts", says: '"--arch", "both", "--repeat"' };
const handicap: NamedTest = {
  by: "__tests__/e2e/life-and-death.test.ts",
  says: 'golazo(["compare", two, one, "--out", report])',
};
const prices: NamedTest = { by: "__tests__/compare/command.test.ts", says: '"--instance", "a=2*m5.xlarge"' };
const planCheck: NamedTest = { by: "cli/commands/test.ts", says: 'args: ["plan-check"]' };
const onePlan: NamedTest = { by: "pipeline/tests/test_plan_check.py", says: '"plan-check", "--queries"' };
const evaluation: NamedTest = { by: "pipeline/tests/test_train_on_tables.py", says: "evaluate=True" };
const deploy: NamedTest = {
  by: "__tests__/deploy/docker-stack.test.ts",
  says: '["deploy", TESTED_STACK, "--auto-approve"',
};
const runThere: NamedTest = {
  by: "__tests__/deploy/docker-stack.test.ts",
  says: '["run", TESTED_STACK, "demo"',
};
const downThere: NamedTest = {
  by: "__tests__/deploy/docker-stack.test.ts",
  says: '["down", TESTED_STACK, "--keep-data"]',
};
const compose: NamedTest = { by: "__tests__/deploy/compose.test.ts", says: '"--scale", "spark-worker=2"' };
const tunnel: NamedTest = { by: "__tests__/cli/tunnel.test.ts", says: 'start(["tunnel", "gpu-stack"]' };
const workers: NamedTest = {
  by: "__tests__/e2e/life-and-death.test.ts",
  says: 'const size = ["--workers", workers',
};
const scale: NamedTest = {
  by: "__tests__/deploy/docker-stack.test.ts",
  says: '["scale", TESTED_STACK, "3"]',
};
const notebooks = "__tests__/e2e/notebooks.test.ts";
const aws: Impossible = { not: "needs an AWS account; the stacks are synthesized in __tests__/stacks" };
const gpu: Impossible = { not: "needs an NVIDIA GPU" };

/**
 * Every command of README.md and docs/. One that is documented and not here fails the tests, and so does one that is
 * here and no longer documented.
 */
export const PROOFS: Readonly<Record<string, Proof>> = {
  "./golazo demo": demo,
  "./golazo test": { by: ".ci/run", says: "exec ./golazo test" },
  "./golazo demo --source open-data --data-dir path/to/open-data/data --match 3788741 --no-fan-out --rate max":
    realMatches,
  "./golazo demo --source statsbomb --competition 73 --season 317": {
    not: "needs StatsBomb's credentials; the source is tested against a stand-in of its API",
  },

  "./golazo demo --source open-data --competition 55 --season 43 --match 3788741": {
    not: "reads StatsBomb's address on the internet",
  },
  "./golazo history --source open-data --data-dir path/to/open-data/data --out my-matches": {
    by: "__tests__/producer/export.test.ts",
    says: "exportMessages",
  },
  "./golazo train --history my-matches --evaluate --model my-model": evaluation,
  "./golazo demo --source open-data --data-dir path/to/open-data/data --model my-model": realMatches,
  "./golazo demo --workers 2": workers,
  "./golazo scale cpu-docker 3": scale,

  "./golazo up": { run: "cluster", with: "--executor-memory 1g" },
  "./golazo predict &": {
    not: "goes on until Ctrl-C and prints nothing of its own; with --available-now it is run",
  },
  "./golazo produce --rate 400 --seconds 600 &": { run: "cluster", until: "Throughput: " },
  "./golazo produce --seconds 30": { run: "cluster", with: "--rate 500 --seconds 4" },
  "SPARK_LOCAL_IP=127.0.0.1 PYTHONPATH=pipeline .golazo/venv/bin/python pipeline/examples/shots.py --master spark://127.0.0.1:7077 --kafka 127.0.0.1:9093":
    { run: "cluster" },
  "./golazo notebook": { by: notebooks, says: 'start(["notebook", "--no-browser"' },
  '.golazo/venv/bin/papermill notebooks/03_Streaming_Estadisticas.ipynb out.ipynb --cwd notebooks -y \'replay: ["--rate", "8192", "--seconds", "30"]\'':
    { by: notebooks, says: 'join(VENV, "bin", "papermill")' },
  "./golazo spark-conf --out my-job": {
    by: "notebooks/golazo_notebooks/session.py",
    says: 'golazo("spark-conf", "--out", folder',
  },
  "PYTHONPATH=notebooks .golazo/venv/bin/python -m golazo_notebooks.render": {
    not: `takes minutes, and runs the notebooks that ${notebooks} runs`,
  },
  "./golazo dashboard": { run: "cluster", until: "Live page: http" },
  './golazo dashboard --bootstrap 127.0.0.1:9093 --beside "http://127.0.0.1:8160/?token=TOKEN"': {
    run: "cluster",
    until: "Live page: http",
  },
  "./golazo status": { run: "cluster" },
  "./golazo logs kafka": { run: "cluster" },
  "./golazo stats --available-now": { run: "cluster", with: "--out my-windows" },
  "./golazo history --out my-history": { run: "cluster", with: "--limit 12" },
  "./golazo train --history my-history": { run: "cluster", with: "--model my-model" },
  "./golazo predict --available-now": { run: "cluster", with: "--model my-model --out my-predictions" },
  "./golazo down": { run: "cluster" },

  "./golazo train --evaluate": evaluation,
  "./golazo train --game-states table.csv.gz --evaluate --out my-folder": evaluation,
  "./golazo train --game-states seasons.parquet --test-game-states league.csv.gz --out my-folder": evaluation,

  "./golazo plan-check": planCheck,
  "./golazo plan-check history stats": onePlan,
  "./golazo plan-check --json plan.json": onePlan,

  "./golazo demo --arch both": series,
  "./golazo demo --arch both --repeat 5 --sweep": series,
  "./golazo demo --cores 1 --repeat 3 --out one": series,
  "./golazo demo --cores 2 --repeat 3 --out two": series,
  "./golazo compare one two": handicap,
  "./golazo compare runs/ONE runs/ANOTHER": handicap,
  "./golazo compare runs/GPU_RUN runs/CPU_RUN": handicap,
  "./golazo compare runs/GPU_RUNS runs/CPU_RUNS": handicap,
  "./golazo compare runs/ --instance a=g4dn.xlarge --instance b=m5.xlarge --out report": prices,

  "npm install": { by: "golazo", says: "npm install --no-save --no-progress" },
  "npx cdktf deploy cpu-docker": deploy,
  "npx cdktf deploy cpu-docker --auto-approve": deploy,
  "npx cdktf deploy gpu-stack cpu-stack": aws,
  "GOLAZO_WORKER_HOSTS=2 GOLAZO_KAFKA=msk-serverless npx cdktf deploy cpu-stack": aws,
  "./golazo run cpu-docker demo": runThere,
  "./golazo run cpu-docker demo --repeat 3": runThere,
  "./golazo run gpu-docker demo --repeat 3": gpu,
  "./golazo down cpu-docker": downThere,
  "./golazo tunnel gpu-stack": tunnel,
  "./golazo doctor": { run: "alone", codes: [0, 1] },
  "./golazo doctor --docker": { run: "alone", codes: [0, 1] },
  "./golazo compose --workers 2 > docker-compose.yml": { run: "alone" },
  "docker compose up --build --detach --scale spark-worker=2": compose,
};
