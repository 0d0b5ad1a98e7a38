/**
 * For stacks of one's own: hosts, networks, Kafka and the guards around them, and the rules that hold at every synth.
 *
 * @module constructs
 */

export { allow, type RuleName } from "./aspects/rule";
export { applyRules } from "./aspects/rules";
export { type Access, accessTo } from "./aws/access";
export { mayDeleteData } from "./aws/data-deletion";
export { DataVolume, type DataVolumeProps } from "./aws/data-volume";
export { BudgetAlarm, type BudgetAlarmProps, LifetimeGuard, type LifetimeGuardProps } from "./aws/guard";
export { Host, type HostProps } from "./aws/host";
export { HostFirewall, type HostFirewallProps } from "./aws/host-firewall";
export { HostRole, type HostRoleProps } from "./aws/host-role";
export { KafkaCluster } from "./aws/kafka-cluster";
export { AMI_PARAMETERS } from "./aws/machine-image";
export { MskProvisioned } from "./aws/msk-provisioned";
export type { MskProvisionedProps } from "./aws/msk-provisioned-props";
export { MskServerless } from "./aws/msk-serverless";
export type { MskServerlessProps } from "./aws/msk-serverless-props";
export { Network, type NetworkProps } from "./aws/network";
export { PrivateBucket, type PrivateBucketProps } from "./aws/private-bucket";
export { awsProvider, type StackProviderProps } from "./aws/provider";
export { ScaleOut, type ScaleOutProps } from "./aws/scale-out";
export { EmptySecret, type EmptySecretProps } from "./aws/secrets";
export { SourceBundle, type SourceBundleProps } from "./aws/source-bundle";
export { SparkHost } from "./aws/spark-host";
export type { SparkHostProps } from "./aws/spark-host-props";
export { REQUIRED_TAGS, type StackTags } from "./aws/tags";
