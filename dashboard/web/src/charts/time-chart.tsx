import { language, number, wallTime } from "../i18n/texts";
import { Figure } from "../parts/figure";
import { line, STILL, timeAxis, valueAxis } from "./axes";
import { Chart } from "./chart";

interface TimeChartProps {
  readonly caption: string;
  readonly alternative: string;
  /** Epoch ms. */
  readonly times: readonly number[];
  /** Colour of the style sheet, name and values of each line. */
  readonly lines: ReadonlyArray<
    readonly [colour: string, name: string, values: ReadonlyArray<number | null>]
  >;
}

/** Lines over wall time. */
export function TimeChart({ caption, alternative, times, lines }: TimeChartProps) {
  return (
    <Figure
      caption={caption}
      alternative={alternative}
      below={
        <p class="legend" aria-hidden="true">
          {lines.map(([colour, name]) => (
            <span key={name} class={colour}>
              {name}
            </span>
          ))}
        </p>
      }
    >
      <Chart
        shape={`${language.value} ${lines.length}`}
        height={180}
        data={[[...times], ...lines.map(([, , values]) => [...values])]}
        options={() => ({
          ...STILL,
          scales: { x: { time: false }, y: { range: (_, __, high) => [0, Math.max(10, high * 1.1)] } },
          axes: [timeAxis(wallTime), valueAxis(number, 56)],
          series: [{}, ...lines.map(([colour, name]) => line(colour, name))],
        })}
      />
    </Figure>
  );
}
