import type { ComponentChildren } from "preact";
import type { Measured, SystemView } from "../../../server/protocol";
import { duration, moment, number, t } from "../i18n/texts";

import { Scrolls } from "./scrolls";

const MIB = 2 ** 20;

/** Queries, executors, GPUs and dead letters. */
export function Tables({ view }: { readonly view: SystemView }) {
  return (
    <div class="grid broad">
      <Table
        caption={t("queries")}
        head={[t("query"), t("inputRate"), t("processRate"), t("batch"), t("stateRows")]}
        rows={view.queries}
        row={({ name, inputRate, processRate, batchMs, stateRows }) => [
          ...[name, number(inputRate), number(processRate), duration(batchMs), number(stateRows)],
        ]}
      />
      <Table
        caption={t("executors")}
        head={[t("executor"), t("cores"), t("tasks"), t("failed"), t("memory")]}
        rows={view.executors}
        row={({ id, cores, activeTasks, failedTasks, memoryUsed, memoryMax }) => [
          ...[id, number(cores), number(activeTasks), number(failedTasks)],
          `${number(memoryUsed / MIB)} / ${number(memoryMax / MIB)} MiB`,
        ]}
      />
      <Table
        caption={t("gpus")}
        head={[t("gpu"), t("utilisation"), t("gpuMemory")]}
        rows={view.gpus}
        row={({ name, utilisation, memoryUsed, memoryTotal }) => [
          ...[name, `${utilisation} %`, `${number(memoryUsed)} / ${number(memoryTotal)} MiB`],
        ]}
      />
      <Card caption={t("deadLetters")}>
        {view.deadLetters.length === 0 ? (
          <p class="soft">{t("noDeadLetters")}</p>
        ) : (
          <Rows
            caption={t("deadLetters")}
            head={[t("reason"), t("count"), t("latest")]}
            rows={view.deadLetters.map(({ reason, count, latest }) => [
              reason,
              number(count),
              moment(latest),
            ])}
          />
        )}
        {view.unreadable > 0 && <p class="soft">{t("unreadable", { count: number(view.unreadable) })}</p>}
      </Card>
    </div>
  );
}

interface TableProps<T> {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: Measured<readonly T[]>;
  row(value: T): readonly string[];
}

function Table<T>({ caption, head, rows, row }: TableProps<T>) {
  return (
    <Card caption={caption}>
      {rows.missing === null ? (
        <Rows caption={caption} head={head} rows={rows.value.map(row)} />
      ) : (
        <p>
          <span class="missing">{t("notMeasured")}</span>{" "}
          <span class="soft">{t(`missing_${rows.missing}`)}</span>
        </p>
      )}
    </Card>
  );
}

function Card({ caption, children }: { readonly caption: string; readonly children: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{caption}</h2>
      {children}
    </section>
  );
}

interface RowsProps {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
}

/** A table whose first column names the row. */
export function Rows({ caption, head, rows }: RowsProps) {
  return (
    <Scrolls label={caption}>
      <table>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = "", ...values]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, index) => (
                <td key={head[index + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}
