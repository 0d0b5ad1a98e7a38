import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { ReplayManifest, ReplayRequest } from "@golazo/contracts";
import { ReplayService } from "@golazo/producer";
import type { PlayingReplay, Producer, ProducerStart } from "./producer";

/** The producer of a deployment: a service that plays what it is asked to. */
export class ServedProducer implements Producer {
  private readonly service: ReplayService;

  /** @param url for example `http://producer:8090` */
  constructor(
    url: string,
    private readonly request: ReplayRequest,
  ) {
    this.service = new ReplayService(url);
  }

  async plan(notify: (line: string) => void): Promise<ReplayManifest> {
    const { manifest, lines } = await this.service.plan(this.request);
    for (const line of lines) notify(line);
    return manifest;
  }

  start(options: ProducerStart): PlayingReplay {
    const { runId } = this.request;
    const started = this.service.start(this.request);
    const stop = async (): Promise<void> => {
      await started;
      await this.service.stop(runId);
    };
    return {
      finished: started.then(() => this.follow(options)),
      // A service that cannot be reached any more is what `finished` is rejected with.
      stop: () => void stop().catch(() => undefined),
    };
  }

  /** Like a process whose output goes to its log: the manifest is there when the replay is over, however it ended. */
  private async follow({ manifestFile, logFile, onLine }: ProducerStart): Promise<void> {
    const { runId } = this.request;
    const log = createWriteStream(logFile, { flags: "a" });
    try {
      await this.service.follow(runId, (line) => {
        log.write(`${line}\n`);
        onLine(line);
      });
    } finally {
      await new Promise((resolve) => log.end(resolve));
      const manifest = await this.service.manifest(runId).catch(() => null);
      if (manifest) await writeFile(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
    }
  }
}
