import { join, resolve } from "node:path";

/** The checkout. */
export const HOME = resolve(__dirname, "..");

/** Everything Golazo installs or keeps while running: `.golazo/` in the checkout. */
export const STATE = join(HOME, ".golazo");

export const VENV = join(STATE, "venv");
export const PYTHON = join(VENV, "bin", "python");
export const KAFKA_JARS = join(STATE, "jars", "kafka");
export const CONNECTOR_JARS = join(STATE, "jars", "spark-kafka");
export const CLUSTERS = join(STATE, "clusters");
export const CACHE = join(STATE, "cache");
export const INSTALL_LOGS = join(STATE, "logs");
export const STAMPS = join(STATE, "stamps");

/** Where runs are kept unless `--out` says otherwise. */
export const RUNS = join(HOME, "runs");

/** The model the jobs load unless told otherwise. */
export const MODEL = join(HOME, "models", "lwp_model");
