import { Command } from "commander";
import { anyCluster } from "../choose-cluster";
import { addClusterOptions, type ClusterFlags, parsePort } from "../cluster-options";
import { chooseJupyterPort } from "../embedded/ports";
import { Interrupted, Interruption } from "../interruption";
import { JupyterLab } from "../jupyter-lab";
import { needsOf } from "../planned-cluster";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import { Steps } from "../steps";

interface NotebookFlags extends ClusterFlags {
  readonly port?: number;
  readonly browser: boolean;
}

/** `golazo notebook`: Jupyter Lab on the cluster, until Ctrl-C. */
export function notebookCommand(): Command {
  const command = new Command("notebook")
    .summary("Jupyter Lab with the notebooks, on the cluster")
    .description(
      "open Jupyter Lab with the notebooks, on the cluster that is up or given, or one of its own; Ctrl-C ends what it started",
    )
    .option("--port <port>", "Jupyter Lab's port (default: 8888 or the next free one)", parsePort)
    .option("--no-browser", "print the address and open no browser")
    .action((flags: NotebookFlags) => notebook(flags, command));
  return addClusterOptions(command);
}

async function notebook(flags: NotebookFlags, command: Command): Promise<void> {
  const id = newRunId("notebook");
  const port = await chooseJupyterPort(flags.port);
  const planned = await anyCluster(id, command);
  await install({ ...needsOf(planned), notebooks: true });
  const runFolder = prepareRunFolder(id, undefined);
  const steps = new Steps();
  const interruption = new Interruption();
  let lab: JupyterLab | undefined;
  try {
    await planned.use({
      ...{ runFolder, steps, interruption },
      work: async (cluster) => {
        lab = JupyterLab.start({ cluster, port, runFolder, browser: flags.browser });
        await lab.ready();
        console.log(`Jupyter Lab: ${lab.url} (Ctrl-C ends it)`);
        await lab.finished;
      },
      wrapUp: async () => lab?.stop(),
    });
  } catch (error) {
    // Ctrl-C is how it is meant to end.
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    interruption.dispose();
  }
}
