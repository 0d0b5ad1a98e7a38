import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findJava } from "../../cli/setup/java";
import { sparkHome } from "../../cli/setup/spark-home";

/** A thing of Spark's REST API: a job, a stage or an executor. */
export type Thing = Readonly<Record<string, unknown>>;

/** What Spark reports of a source in a micro-batch. */
interface Source {
  readonly numInputRows: number;
  /** Absent, or the text Infinity, where no time went by. */
  readonly inputRowsPerSecond?: number | string;
  readonly processedRowsPerSecond?: number | string;
}

/** What Spark reports of a micro-batch (StreamingQueryProgress). Its queries have one source each. */
export interface Progress {
  readonly name: string;
  readonly durationMs: Readonly<Record<string, number>>;
  readonly sources: readonly [Source];
}

/** Spark's own History Server over a folder of event logs: what it answers owes nothing to Golazo. */
export class HistoryServer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly address: string,
    private readonly folder: string,
  ) {}

  static async start(folder: string): Promise<HistoryServer> {
    const java = await findJava();
    if (!java) throw new Error("Java is missing");
    const properties = {
      "spark.history.fs.logDirectory": `file://${folder}`,
      "spark.history.ui.port": "0",
      "spark.ui.retainedJobs": "100000",
      "spark.ui.retainedStages": "100000",
    };
    const process_ = spawn(
      java,
      [
        ...["-Xmx512m", ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`)],
        ...["-cp", join(sparkHome(), "jars", "*"), "org.apache.spark.deploy.history.HistoryServer"],
      ],
      { env: { ...process.env, SPARK_LOCAL_IP: "127.0.0.1" }, stdio: ["ignore", "ignore", "pipe"] },
    );
    const address = await new Promise<string>((resolve, reject) => {
      let said = "";
      process_.stderr?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const found = /started at (http:\/\/\S+:\d+)/.exec(said)?.[1];
        if (found) resolve(found);
      });
      process_.once("close", () => reject(new Error(`the History Server ended:\n${said}`)));
    });
    return new HistoryServer(process_, address, folder);
  }

  /** `jobs`, `stages` or `allexecutors` of an application that has ended. */
  async all(application: string, what: "jobs" | "stages" | "allexecutors"): Promise<Thing[]> {
    // It looks for new logs by and by, and knows nothing of an application before.
    for (;;) {
      const answer = await fetch(`${this.address}/api/v1/applications/${application}/${what}`);
      if (answer.ok) return (await answer.json()) as Thing[];
      if (answer.status !== 404) throw new Error(`the History Server says ${answer.status}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  /** What Spark's listeners were told of every micro-batch of a query. */
  progress(application: string, query: string): Progress[] {
    const lines = readFileSync(join(this.folder, application), "utf8").trim().split("\n");
    return lines
      .filter((line) => line.includes("StreamingQueryListener$QueryProgressEvent"))
      .map((line) => (JSON.parse(line) as { progress: Progress }).progress)
      .filter(({ name }) => name === query);
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.process.once("close", () => resolve());
      this.process.kill();
    });
  }
}
