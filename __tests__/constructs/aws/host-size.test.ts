import { sizeFor } from "../../../constructs/aws/host-size";
import {
  cpusOf,
  familyOf,
  gpusOf,
  INSTANCE_FAMILIES,
  memoryMiBOf,
} from "../../../constructs/aws/instance-types";
import { memoryNeededMiB } from "../../../constructs/services";

/** Every instance type that is accepted. */
const TYPES = Object.entries(INSTANCE_FAMILIES).flatMap(([name, { sizes }]) =>
  sizes.map((size) => `${name}.${size}`),
);

describe("instance types", () => {
  // https://aws.amazon.com/ec2/instance-types/
  test.each([
    ["g4dn.2xlarge", 8, 32, 1],
    ["m6i.2xlarge", 8, 32, 0],
    ["g4dn.12xlarge", 48, 192, 4],
    ["g4dn.metal", 96, 384, 8],
    ["g5.48xlarge", 192, 768, 8],
    ["p3.2xlarge", 8, 61, 1],
    ["p4d.24xlarge", 96, 1152, 8],
    ["c6i.large", 2, 4, 0],
    ["r7a.medium", 1, 8, 0],
  ])("%s has %i CPUs, %i GiB and %i GPUs", (type, cpus, gib, gpus) => {
    expect([cpusOf(type), memoryMiBOf(type) / 1024, gpusOf(type)]).toEqual([cpus, gib, gpus]);
  });

  test.each([
    "",
    "m6i",
    "m6i.",
    "m6i.3xlarge",
    "m7g.large",
    "constructor.large",
    "g4dn.24xlarge",
    "M6I.LARGE",
  ])("%j is none", (type) => expect(familyOf(type)).toBeUndefined());
});

describe("the size of a host's workers", () => {
  test("the GPU host and the CPU host offer the same cores and memory", () => {
    const gpu = sizeFor("g4dn.2xlarge", 1, true);
    expect(gpu).toEqual({ ...sizeFor("m6i.2xlarge", 1, false), gpusPerWorker: 1 });
    expect(gpu.coresPerWorker).toBe(8);
  });

  test.each(TYPES)("%s: what is promised to one worker is there, with room beside it", (type) => {
    let size: ReturnType<typeof sizeFor>;
    try {
      size = sizeFor(type, 1, false);
    } catch (error) {
      expect(`${error}`).toMatch(/do not fit/);
      expect(memoryMiBOf(type)).toBeLessThan(8 * 1024);
      return;
    }
    expect(size.coresPerWorker).toBeLessThanOrEqual(cpusOf(type));
    expect(memoryNeededMiB(size)).toBeLessThan(memoryMiBOf(type) - 2048);
  });
});
