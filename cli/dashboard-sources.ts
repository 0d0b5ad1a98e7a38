import { jobPages } from "@golazo/dashboard";
import { type KafkaAccess, kafkaAuthFrom } from "@golazo/producer";
import { PORTS } from "@golazo/services";
import { LOOPBACK } from "./embedded/ports";
import { kafkaOfStandingCluster, standingCluster } from "./embedded/state";
import { givenCluster } from "./given-cluster";
import { newestReplay } from "./replays";

/** Where the live page finds what it shows. */
export interface DashboardSources {
  readonly access: KafkaAccess;
  /** What this side is called. */
  readonly name: string;
  /** Where Spark jobs may have their pages. */
  readonly sparkPages: () => readonly string[];
  /** Where the newest replay takes its orders, or null. */
  readonly producer: () => string | null;
}

/**
 * Of a broker that was named, of the given cluster, or of the one `golazo up` started.
 *
 * @throws InputError when there is none of them
 */
export function dashboardSources(bootstrap: string | undefined): DashboardSources {
  const given = givenCluster();
  const standing = standingCluster();
  const ownPages = (): string[] =>
    jobPages(LOOPBACK, standingCluster()?.ports.sparkApplicationUi ?? PORTS.sparkApplicationUi);
  if (bootstrap === undefined && given) {
    return {
      access: given,
      name: given.architecture,
      sparkPages: () => jobPages(LOOPBACK, PORTS.sparkApplicationUi),
      producer: () => newestReplay() ?? given.producer,
    };
  }
  return {
    access: bootstrap === undefined ? kafkaOfStandingCluster() : { bootstrap, kafkaAuth: kafkaAuthFrom() },
    name: "cpu",
    sparkPages: bootstrap === undefined || standing ? ownPages : () => [],
    producer: newestReplay,
  };
}
