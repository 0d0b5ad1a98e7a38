/**
 * EC2 instance types the constructs accept: x86-64 only, because the images and the RAPIDS jar are built for it.
 * Families, sizes and memory: https://aws.amazon.com/ec2/instance-types/ (read in 2025).
 */
export interface InstanceFamily {
  readonly sizes: readonly string[];
  /** Memory for each virtual CPU, GiB. */
  readonly memoryPerCpuGiB: number;
  readonly gpu: boolean;
  /** GPUs of the sizes that have more than one. */
  readonly gpus?: Readonly<Record<string, number>>;
}

const G = ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const M5 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"];
const M6 = [...M5, "32xlarge"];
const M7 = [...M5, "48xlarge"];
const C5 = ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "12xlarge", "18xlarge", "24xlarge"];

const cpu = (memoryPerCpuGiB: number, sizes: readonly string[]): InstanceFamily => ({
  sizes,
  memoryPerCpuGiB,
  gpu: false,
});
const gpu = (
  memoryPerCpuGiB: number,
  sizes: readonly string[],
  gpus: Readonly<Record<string, number>>,
): InstanceFamily => ({ sizes, memoryPerCpuGiB, gpu: true, gpus });

/** The same in all G families since the fifth. */
const G_GPUS = { "12xlarge": 4, "24xlarge": 4, "48xlarge": 8 };

export const INSTANCE_FAMILIES: Readonly<Record<string, InstanceFamily>> = {
  g4dn: gpu(4, [...G, "metal"], { "12xlarge": 4, metal: 8 }),
  g5: gpu(4, [...G, "24xlarge", "48xlarge"], G_GPUS),
  g6: gpu(4, [...G, "24xlarge", "48xlarge"], G_GPUS),
  g6e: gpu(8, [...G, "24xlarge", "48xlarge"], G_GPUS),
  p3: gpu(7.625, ["2xlarge", "8xlarge", "16xlarge"], { "8xlarge": 4, "16xlarge": 8 }),
  p4d: gpu(12, ["24xlarge"], { "24xlarge": 8 }),
  p5: gpu(10, ["4xlarge", "48xlarge"], { "48xlarge": 8 }),
  m5: cpu(4, M5),
  m5a: cpu(4, M5),
  m6i: cpu(4, M6),
  m6a: cpu(4, [...M6, "48xlarge"]),
  m7i: cpu(4, M7),
  m7a: cpu(4, [...M7, "medium", "32xlarge"]),
  c5: cpu(2, C5),
  c6i: cpu(2, M6),
  c6a: cpu(2, [...M6, "48xlarge"]),
  c7i: cpu(2, M7),
  c7a: cpu(2, [...M7, "medium", "32xlarge"]),
  r5: cpu(8, M5),
  r6i: cpu(8, M6),
  r6a: cpu(8, [...M6, "48xlarge"]),
  r7i: cpu(8, M7),
  r7a: cpu(8, [...M7, "medium", "32xlarge"]),
};

/** The family of an instance type; undefined when the type does not exist or is not one the images run on. */
export function familyOf(instanceType: string): InstanceFamily | undefined {
  const [name = "", size = ""] = instanceType.split(".");
  const family = Object.hasOwn(INSTANCE_FAMILIES, name) ? INSTANCE_FAMILIES[name] : undefined;
  return family?.sizes.includes(size) ? family : undefined;
}

/** Names of the families with a GPU. */
export const GPU_FAMILIES = Object.entries(INSTANCE_FAMILIES)
  .filter(([, family]) => family.gpu)
  .map(([name]) => name);

/** Virtual CPUs of an accepted instance type; a size says how many, but `metal` (of g4dn) does not. */
export function cpusOf(instanceType: string): number {
  const size = instanceType.split(".")[1] ?? "";
  if (size === "metal") return 96;
  const times = /^(\d*)xlarge$/.exec(size);
  if (times) return 4 * Number(times[1] || 1);
  return size === "large" ? 2 : 1;
}

/** GPUs of an accepted instance type. */
export function gpusOf(instanceType: string): number {
  const family = familyOf(instanceType);
  if (!family?.gpu) return 0;
  return family.gpus?.[instanceType.split(".")[1] ?? ""] ?? 1;
}

/** Memory of an accepted instance type, MiB. */
export function memoryMiBOf(instanceType: string): number {
  const family = familyOf(instanceType);
  if (!family) throw new Error(`no instance type ${instanceType} is known`);
  return Math.floor(cpusOf(instanceType) * family.memoryPerCpuGiB * 1024);
}
