import type { GpuOverTime, GpuSample, GpuSeries } from "@golazo/contracts";
import type { Side, Sides } from "./sides";

/** How busy each GPU was, second by second, in each run that recorded it. */
export function gpuOverTime({ a, b }: Sides): GpuOverTime {
  const runs = [...a.runs, ...b.runs].map(({ record }) => record);
  const series = [...a.runs, ...b.runs].flatMap(seriesOf);
  if (series.length > 0) return { series, not_measured: null };
  const onGpu = runs.find(({ architecture }) => architecture === "gpu");
  const absent = a.notRun ?? "no run was on a GPU";
  const reason = onGpu?.jobs.stream?.gpu?.not_measured ?? "the records hold no samples of a GPU";
  return { series, not_measured: onGpu ? reason : absent };
}

function seriesOf({ record }: Side["runs"][number]): GpuSeries[] {
  const samples = record.jobs.stream?.gpu?.samples ?? [];
  const first = Date.parse(samples[0]?.at ?? "");
  const byGpu = new Map<string, GpuSeries["points"]>();
  for (const sample of samples) {
    // A GPU that does not tell how busy it is has no curve.
    if (sample.utilisation_percent === null) continue;
    const points = byGpu.get(nameOf(sample)) ?? [];
    byGpu.set(nameOf(sample), points);
    points.push({
      second: (Date.parse(sample.at) - first) / 1000,
      utilisation_percent: sample.utilisation_percent,
    });
  }
  return [...byGpu].map(([gpu, points]) => ({ run_id: record.run_id, gpu, points }));
}

/** Machines count their GPUs from 0 each, so the executor says which is meant. */
function nameOf({ executor, gpu }: GpuSample): string {
  return executor === undefined ? `GPU ${gpu}` : `GPU ${gpu} of executor ${executor}`;
}
