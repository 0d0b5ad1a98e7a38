import type { GpuOverTime } from "@golazo/contracts";
import type { Sides } from "./sides";

/** How busy the GPU was, second by second, in each run that recorded it. */
export function gpuOverTime({ a, b }: Sides): GpuOverTime {
  const runs = [...a.runs, ...b.runs].map(({ record }) => record);
  const series = runs.flatMap((record) => {
    const samples = record.jobs.stream?.gpu?.samples ?? [];
    const first = Date.parse(samples[0]?.at ?? "");
    if (samples.length === 0) return [];
    const points = samples.map((sample) => ({
      second: (Date.parse(sample.at) - first) / 1000,
      utilisation_percent: sample.utilisation_percent,
    }));
    return [{ run_id: record.run_id, points }];
  });
  if (series.length > 0) return { series, not_measured: null };
  const isGpu = runs.some(({ architecture }) => architecture === "gpu");
  const reason = runs.find((record) => record.architecture === "gpu")?.jobs.stream?.gpu?.not_measured;
  return {
    series,
    not_measured: isGpu ? (reason ?? "the records hold no samples of a GPU") : "no run was on a GPU",
  };
}
