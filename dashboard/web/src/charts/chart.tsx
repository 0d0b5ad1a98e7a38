import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { colours } from "../theme";

interface ChartProps {
  /** Drawn anew from scratch when it changes: language, number of series. */
  readonly shape: string;
  /** Height, px. */
  readonly height: number;
  readonly data: uPlot.AlignedData;
  /** The chart without its size; called when colours or the shape change. */
  options(): Omit<uPlot.Options, "width" | "height">;
}

/** A chart on canvas as wide as its place. */
export function Chart({ shape, height, data, options }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(data);
  latest.current = data;
  const theme = colours.value;
  // Drawn from scratch only when its looks change, not with every value.
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const drawn = new uPlot(
      { ...options(), width: element.clientWidth || 300, height },
      latest.current,
      element,
    );
    chart.current = drawn;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) drawn.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
      chart.current = null;
    };
  }, [shape, height, theme]);
  useEffect(() => {
    chart.current?.setData(data);
  }, [data]);
  return <div ref={place} class="chart" />;
}
