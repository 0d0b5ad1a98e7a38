/**
 * The port each service listens on unless told otherwise: the numbers Kafka's and Spark's users know.
 * `kafka` is the listener for clients outside the containers, `kafkaInside` the one inside their network.
 */
export const PORTS = {
  zookeeper: 2181,
  kafkaInside: 9092,
  kafka: 9093,
  kafkaController: 9094,
  sparkMaster: 7077,
  sparkMasterUi: 8080,
  sparkWorkerUi: 8081,
  sparkApplicationUi: 4040,
  sparkHistoryUi: 18080,
  producer: 8070,
  dashboard: 8060,
  jupyter: 8888,
} as const;

/** Most Spark workers of a cluster on one machine: so many ports in a row are theirs, from `PORTS.sparkWorkerUi`. */
export const MOST_WORKERS = 16;
