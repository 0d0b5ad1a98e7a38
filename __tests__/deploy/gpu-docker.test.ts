import { rmSync } from "node:fs";
import { saySkipped } from "../skip";
import { cdktf } from "./cdktf";
import { TestEngine } from "./engine";
import { describeWithEngine, hasGpu, stateOf } from "./needs";
import { terraformEnvironment } from "./terraform";

const MINUTE = 60_000;
const STATE = stateOf("gpu-docker");

if (hasGpu) saySkipped("gpu-docker is refused where there is none", "this machine has a GPU");

describeWithEngine("gpu-docker on an engine without a GPU", ["gpu-docker"], (choice) => {
  (hasGpu ? test.skip : test)(
    "fails before anything is created, and says why and what to do",
    async () => {
      const engine = await TestEngine.start(choice);
      try {
        const environment = { ...(await terraformEnvironment()), DOCKER_HOST: engine.host };
        const ended = await cdktf(
          ["deploy", "gpu-docker", "--auto-approve", "--skip-provider-lock"],
          environment,
        );
        expect(ended.code).not.toBe(0);
        // Terraform folds long lines.
        const words = ended.output.replaceAll(/[│\s]+/g, " ");
        expect(words).toContain("has no NVIDIA runtime, so its containers see no GPU");
        expect(words).toContain("cpu-docker needs no GPU");
        const filter = ["--filter", "label=golazo.stack=gpu-docker"];
        for (const kind of [
          ["container", "ls", "--all"],
          ["network", "ls"],
          ["volume", "ls"],
        ]) {
          expect(engine.docker([...kind, "-q", ...filter])).toBe("");
        }
        expect((await cdktf(["destroy", "gpu-docker", "--auto-approve"], environment)).code).toBe(0);
      } finally {
        for (const file of [STATE, `${STATE}.backup`]) rmSync(file, { force: true });
        await engine.stop();
      }
    },
    10 * MINUTE,
  );
});
