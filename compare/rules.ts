import { createHash } from "node:crypto";
import type { RunRecord } from "@golazo/contracts";

/** What must be the same in all runs, and what follows when it is not. */
export interface Rule {
  readonly what: string;
  /**
   * `refuse`: nothing is compared. `warn`: said above the figures. `handicap`: the one that tells the sides apart
   * is what is studied; any other that differs is a warning.
   */
  readonly verdict: "refuse" | "warn" | "handicap";
  /** The value in words; the same words, the same thing. */
  read(record: RunRecord): string;
  readonly reason: string;
}

const GIB = 2 ** 30;
const gib = (bytes: number): string => `${Math.round((bytes / GIB) * 10) / 10} GiB`;

/** Every rule of what may be compared, in the order they are looked at. */
export const RULES: readonly Rule[] = [
  {
    what: "source of the events",
    verdict: "refuse",
    read: ({ replay }) => (replay ? `${replay.source.kind}, seed ${replay.source.seed}` : "nothing played"),
    reason: "other events are other work",
  },
  {
    what: "matches and their events",
    verdict: "refuse",
    read: ({ replay }) => matchesOf(replay),
    reason: "other events are other work, and their results cannot be compared value by value",
  },
  {
    what: "pace",
    verdict: "refuse",
    read: ({ replay }) =>
      replay ? `${replay.pace.kind} ${replay.pace.value ?? ""}`.trim() : "nothing played",
    reason: "the rate decides how large micro-batches are, and with that every figure of them",
  },
  {
    what: "partitions of the events topic",
    verdict: "refuse",
    read: ({ cluster }) => String(cluster.events_partitions),
    reason: "they decide how many tasks read at once",
  },
  {
    what: "recipe of the model",
    verdict: "refuse",
    read: ({ model }) => recipeOf(model),
    reason: "another forest costs another time to train and to ask",
  },
  {
    what: "architecture",
    verdict: "handicap",
    read: ({ architecture }) => architecture,
    reason: "it is what Golazo is for to tell apart",
  },
  {
    what: "workers × cores",
    verdict: "handicap",
    read: ({ cluster }) => `${cluster.workers} × ${cores(cluster.cores_per_worker)}`,
    reason: "more cores do more at once",
  },
  {
    what: "executor memory",
    verdict: "handicap",
    read: ({ cluster }) => gib(cluster.executor_memory_bytes),
    reason: "less memory collects garbage and spills more",
  },
  {
    what: "driver memory",
    verdict: "warn",
    read: ({ cluster }) => gib(cluster.driver_memory_bytes),
    reason: "less memory collects garbage more often",
  },
  {
    what: "model",
    verdict: "warn",
    read: ({ model }) =>
      model ? `trained ${model.card.trained_at}, ${model.card.parameters.algorithm}` : "none",
    reason: "two trainings of one recipe may differ, and then predictions do",
  },
  {
    what: "code version",
    verdict: "warn",
    read: ({ versions }) => versions.git_commit ?? "unknown: no git checkout",
    reason: "a difference may be the code's",
  },
  {
    what: "versions of Spark, Scala, Java and Kafka",
    verdict: "warn",
    read: ({ versions: { spark, scala, java, kafka } }) => `${spark}, ${scala}, ${java}, ${kafka}`,
    reason: "a difference may be theirs",
  },
  {
    what: "machine",
    verdict: "warn",
    read: ({ machine: { cpu_model, cpu_cores, memory_bytes } }) =>
      `${cpu_model}, ${cores(cpu_cores)}, ${gib(memory_bytes)}`,
    reason: "a difference may be the machine's",
  },
  {
    what: "kind of cluster",
    verdict: "warn",
    read: ({ cluster }) => cluster.kind,
    reason: "a cluster that was there already has its workers perhaps on other machines",
  },
];

function cores(count: number): string {
  return count === 1 ? "1 core" : `${count} cores`;
}

function matchesOf(replay: RunRecord["replay"]): string {
  if (!replay) return "nothing played";
  const played = replay.matches.filter((match) => match.events_acknowledged > 0);
  const events = played.reduce((sum, match) => sum + match.events_acknowledged, 0);
  // Kick-offs place the windows in time; the digest keeps the words short.
  const each = played.map(
    (match) => `${match.match_id}:${match.events_acknowledged}:${match.simulated_kick_off}`,
  );
  return `${events} events of ${played.length} matches (fingerprint ${fingerprint(each.sort().join(" "))})`;
}

function recipeOf(model: RunRecord["model"]): string {
  if (!model) return "none";
  const { data, seed, parameters, features } = model.card;
  const { trees, depth, leaf_rows, bins, features_per_split } = parameters;
  return (
    `${data.description}; seed ${seed}; ${trees} trees of depth ${depth}, leaves of ${leaf_rows}, ` +
    `${bins} bins, ${features_per_split} (fingerprint ${fingerprint(JSON.stringify(features))})`
  );
}

/** Eight hexadecimal digits that differ when the text does. */
function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
