import { bootstrapOf } from "./kafka";
import { PORTS } from "./ports";
import { producerUrl } from "./producer";
import type { ClusterSize, Placement, Service } from "./service";
import { eventLog, masterPage, masterUrl, sharedVolumes } from "./spark";

/** Name of the service in which people, and the jobs they start, work. */
export const WORKBENCH = "jupyter-lab";

/** File in the service's own folder that holds the token Jupyter asks for; made at the first start. */
export const JUPYTER_TOKEN_FILE = "token";

/** Jupyter Lab with the `golazo` command and package beside it, knowing its cluster from the environment. */
export function jupyterLab(placement: Placement, size: ClusterSize): Service {
  const folder = placement.folder(WORKBENCH);
  const token = `${folder}/${JUPYTER_TOKEN_FILE}`;
  return {
    name: WORKBENCH,
    image: "jupyter",
    // Never without a token, and the token is nowhere but in this file: not in an image, a state or a log.
    prepare: [{ command: ["golazo-make-token", token] }],
    program: {
      command: ["jupyter", ...labArguments(placement.listen, PORTS.jupyter, "/opt/golazo"), "--no-browser"],
    },
    environment: {
      JUPYTER_TOKEN_FILE: token,
      ...clusterEnvironment(placement, size),
    },
    files: [],
    ports: [
      {
        what: "Jupyter Lab",
        port: PORTS.jupyter,
        published: placement.outside?.published(PORTS.jupyter) ?? PORTS.jupyter,
      },
      {
        what: "Spark job's page",
        port: PORTS.sparkApplicationUi,
        published: placement.outside?.published(PORTS.sparkApplicationUi) ?? PORTS.sparkApplicationUi,
      },
    ],
    volumes: [
      ...sharedVolumes(placement),
      { volume: "jupyter-home", path: folder },
      { volume: "spark-events", path: eventLog(placement) },
    ],
    gpus: 0,
    dependsOn: ["kafka", "spark-master"],
    ready: {
      kind: "http-json",
      url: `http://${placement.addressOf(WORKBENCH)}:${PORTS.jupyter}/api`,
      field: "version",
      atLeast: 0,
    },
    health: { http: `http://localhost:${PORTS.jupyter}/api` },
    readyWithinSeconds: 90,
    advice: "look at its log",
  };
}

/** What follows `jupyter` to start Jupyter Lab on an address and a port, for the files of a folder. */
export function labArguments(ip: string, port: number, folder: string): string[] {
  return [
    ...["lab", `--ip=${ip}`, `--port=${port}`],
    ...[`--ServerApp.root_dir=${folder}`, "--ServerApp.quit_button=False"],
    // Telemetry and news would ask servers outside.
    ...["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url="],
  ];
}

/** How a job or a notebook in a container finds its cluster. */
function clusterEnvironment(placement: Placement, size: ClusterSize): Record<string, string> {
  return {
    GOLAZO_ARCHITECTURE: (size.gpusPerWorker ?? 0) > 0 ? "gpu" : "cpu",
    GOLAZO_KAFKA: bootstrapOf(placement),
    GOLAZO_PRODUCER: producerUrl(placement),
    GOLAZO_SPARK_MASTER: masterUrl(placement),
    GOLAZO_SPARK_MASTER_UI: masterPage(placement).replace(/\/json\/$/, ""),
    GOLAZO_EXECUTOR_MEMORY_MIB: `${size.executorMemoryMiB}`,
    GOLAZO_EVENT_LOG: eventLog(placement),
  };
}
