/**
 * The port each service listens on unless told otherwise: the numbers Kafka's and Spark's users know.
 * `kafka` is the listener for clients outside the containers; inside a Docker network it is 9092.
 */
export const PORTS = {
  kafka: 9093,
  kafkaController: 9094,
  sparkMaster: 7077,
  sparkMasterUi: 8080,
  sparkWorkerUi: 8081,
  sparkApplicationUi: 4040,
} as const;
