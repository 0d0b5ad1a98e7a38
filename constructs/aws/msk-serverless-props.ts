import type { Network } from "./network";

export interface MskServerlessProps {
  /** Network of the clients, over two zones at least. */
  readonly network: Network;
  /**
   * Name of the cluster, unique in the account and region.
   * @default "golazo"
   */
  readonly name?: string;
}
