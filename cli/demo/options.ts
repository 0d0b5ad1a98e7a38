import { type ReplayOptions, replayRequest } from "@golazo/producer";
import type { Command } from "commander";
import type { ClusterFlags } from "../cluster-options";
import type { ComparisonFlags } from "../comparison";
import { givenCluster } from "../given-cluster";
import { replayArguments } from "../replay-arguments";
import type { Producer } from "./producer";
import { ProducerProcess } from "./producer-process";
import { ServedProducer } from "./served-producer";

/** What the user said to `golazo demo`. */
export interface DemoFlags extends ReplayOptions, ClusterFlags, ComparisonFlags {
  readonly out?: string;
  readonly model?: string;
  readonly train?: boolean;
  readonly history?: string;
  readonly historyMatches: number;
  readonly rehearsal: number;
  /** Runs of each architecture. */
  readonly repeat?: number;
  /** Sizes of micro-batches, records; true for the usual ones. */
  readonly sweep?: readonly number[] | true;
}

/** The producer service beside a given cluster, else a process of this run. */
export function producerFor(runId: string, flags: DemoFlags, command: Command): Producer {
  const given = givenCluster();
  return given
    ? new ServedProducer(given.producer, replayRequest(runId, command))
    : new ProducerProcess(flags, replayArguments(command));
}
