import { LISTR_LOGGER_STDERR_LEVELS, Listr, ListrLogger, ListrLogLevels } from "listr2";

/** Takes one line of progress. */
export type Say = (line: string) => void;

/** Steps of a command, shown one after the other with their progress, and timed. */
export class Steps {
  private readonly done: Array<{ name: string; seconds: number }> = [];

  /** Wall time of each step so far, in order; failed ones included. */
  get timings(): ReadonlyArray<{ name: string; seconds: number }> {
    return this.done;
  }

  /** Runs one step; `work` says its progress line by line. */
  async run<T>(name: string, work: (say: Say) => Promise<T>): Promise<T> {
    const started = performance.now();
    let result: { readonly value: T } | null = null;
    const list = new Listr(
      [
        {
          title: name,
          task: async (_, task) => {
            let said = "";
            const say: Say = (line) => {
              // Without a terminal every line is printed below the one before.
              if (line !== said) task.output = line;
              said = line;
            };
            result = { value: await work(say) };
          },
        },
      ],
      {
        // Signals are the command's own matter: it ends what it started before it goes.
        registerSignalListeners: false,
        rendererOptions: { showErrorMessage: false, collapseErrors: false },
        fallbackRendererOptions: { logger: new StepLogger() },
      },
    );
    try {
      await list.run();
    } finally {
      this.done.push({ name, seconds: (performance.now() - started) / 1000 });
    }
    if (result === null) throw new Error(`step ${name} gave no result`);
    return (result as { readonly value: T }).value;
  }
}

/** Without a terminal: names a step that failed, and leaves the reason to the command, which says it once, at its end. */
class StepLogger extends ListrLogger {
  constructor() {
    super({ useIcons: true, toStderr: LISTR_LOGGER_STDERR_LEVELS });
  }

  override log(...[level, message, options]: Parameters<ListrLogger["log"]>): void {
    super.log(level, message, level === ListrLogLevels.FAILED ? undefined : options);
  }
}
