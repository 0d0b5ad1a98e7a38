import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Network } from "./network";

export interface MskProvisionedProps {
  /** Network of the brokers, over two or three zones: each zone has the same number of brokers. */
  readonly network: Network;
  /**
   * Name of the cluster, unique in the account and region.
   * @default "golazo"
   */
  readonly name?: string;
  /**
   * Version as MSK names it; those with KRaft end in `.kraft`, from 3.7 on.
   * @default "3.9.x.kraft"
   */
  readonly kafkaVersion?: string;
  /**
   * Brokers in each zone.
   * @default 1
   */
  readonly brokersPerZone?: number;
  /**
   * Type of the brokers; `kafka.t3.small` does not do KRaft.
   * @default "kafka.m7g.large", the smallest that is not burstable
   */
  readonly brokerType?: string;
  /**
   * Disk of each broker, GiB.
   * @default 100
   */
  readonly storageGiB?: number;
  /**
   * Key that encrypts the brokers' disks.
   * @default AWS's own for MSK: a key of one's own stays, waiting for its deletion, for a week after `destroy`
   */
  readonly encryptionKey?: KmsKey;
}
