import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The paths as a process with these variables has them. */
function pathsWith(environment: Record<string, string>): typeof import("../../cli/paths") {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    let paths: typeof import("../../cli/paths") | undefined;
    jest.isolateModules(() => {
      paths = require("../../cli/paths");
    });
    return paths as typeof import("../../cli/paths");
  } finally {
    process.env = before;
  }
}

describe("an image that brings everything", () => {
  test("names its Python and its jars; elsewhere they are the checkout's own", () => {
    const image = pathsWith({
      GOLAZO_PYTHON: "/opt/golazo/venv/bin/python",
      GOLAZO_CONNECTOR_JARS: "/opt/golazo/jars/spark-kafka",
      GOLAZO_INSTALLED: "1",
    });
    expect(image).toMatchObject({
      INSTALLED: true,
      PYTHON: "/opt/golazo/venv/bin/python",
      VENV: "/opt/golazo/venv",
      CONNECTOR_JARS: "/opt/golazo/jars/spark-kafka",
    });
    const checkout = pathsWith({});
    expect(checkout.INSTALLED).toBe(false);
    expect(checkout.PYTHON).toBe(join(checkout.STATE, "venv", "bin", "python"));
    expect(checkout.CONNECTOR_JARS).toBe(join(checkout.STATE, "jars", "spark-kafka"));
  });

  test("has nothing installed into it", async () => {
    // GIVEN an image whose Python is nowhere, so that anything missing would be installed
    const state = mkdtempSync(join(tmpdir(), "golazo-image-"));
    jest.doMock("../../cli/paths", () => ({
      ...jest.requireActual("../../cli/paths"),
      ...{ INSTALLED: true, STAMPS: join(state, "stamps"), INSTALL_LOGS: join(state, "logs") },
    }));
    // WHEN a command makes sure that it has what it needs
    await jest.requireActual<typeof import("../../cli/setup/install")>("../../cli/setup/install").install({
      python: "production",
      jars: true,
    });
    // THEN nothing was tried
    expect(readdirSync(state)).toEqual([]);
  });
});
