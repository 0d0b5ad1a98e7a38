import { tmpdir, userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The checkout. */
export const HOME = resolve(__dirname, "..");

/** Everything Golazo installs or keeps while running: `.golazo/` in the checkout. */
export const STATE = join(HOME, ".golazo");

/** Python with Spark; an image that brings its own names it. */
export const PYTHON = process.env.GOLAZO_PYTHON ?? join(STATE, "venv", "bin", "python");
/** The environment that Python is of: `lib/` and `bin/` are in it. */
export const VENV = dirname(dirname(PYTHON));
export const KAFKA_JARS = join(STATE, "jars", "kafka");
/** Spark's connector to Kafka; under this path on every machine of the cluster. */
export const CONNECTOR_JARS = process.env.GOLAZO_CONNECTOR_JARS ?? join(STATE, "jars", "spark-kafka");
/** Hadoop's S3 client; under this path on every machine of the cluster. */
export const S3_JARS = process.env.GOLAZO_S3_JARS ?? join(STATE, "jars", "s3");
/** What lets Spark log in to MSK; under this path on every machine of the cluster. */
export const MSK_JARS = process.env.GOLAZO_MSK_JARS ?? join(STATE, "jars", "msk");
/** NVIDIA's accelerator for Spark; under this path on every machine of a cluster with GPUs. */
export const RAPIDS_JARS = process.env.GOLAZO_RAPIDS_JARS ?? join(STATE, "jars", "rapids");
/** Tells Spark which GPUs there are; images have it in a place of their own. */
export const GPU_DISCOVERY_SCRIPT = join(HOME, "images", "spark-rapids", "discover-gpus");
/** The live page as it is served; an image that brings it built names it. */
export const PAGE = process.env.GOLAZO_PAGE ?? join(STATE, "page");
export const CLUSTERS = join(STATE, "clusters");
/** Which process has chosen which port for a service that does not listen yet: one folder for all of a user's checkouts. */
export const PORT_CLAIMS = join(tmpdir(), `golazo-ports-${userInfo().uid}`);
/** Where each replay that plays says where it takes its orders. */
export const REPLAYS = join(STATE, "replays");
export const CACHE = join(STATE, "cache");
export const INSTALL_LOGS = join(STATE, "logs");
export const STAMPS = join(STATE, "stamps");

/** In an image that brings everything there is nothing to install, and often nowhere to. */
export const INSTALLED = process.env.GOLAZO_INSTALLED === "1";

/** Where runs are kept unless `--out` says otherwise. */
export const RUNS = join(HOME, "runs");

/** The model the jobs load unless told otherwise. */
export const MODEL = join(HOME, "models", "lwp_model");
