import { DEFAULT_PROFILE_NAME, PROFILES, type ProfileName } from "@golazo/services";
import { Command, Option } from "commander";
import { parseStackName, type StackName } from "../deployed/stacks";
import { examine, type Scope } from "../doctor/examination";
import { listOf, summaryOf } from "../doctor/report";

interface DoctorFlags {
  readonly aws?: boolean;
  readonly docker?: boolean;
  readonly gpu?: boolean;
  readonly profile: ProfileName;
  readonly json?: boolean;
}

/** `golazo doctor`: looks for what is in the way, and says what to do about it. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .summary("find out what is wrong, and what to do")
    .description(
      "find out what is in the way of a run or a deployment, and what to do about it; exit code 1 when something is. " +
        "Without an option it looks at this machine, and at its Docker engine when there is one",
    )
    .argument("[stack]", "a deployment whose services are looked at too", parseStackName)
    .option("--aws", "the AWS account: credentials, quotas, zones, what an hour would cost")
    .option("--docker", "the Docker engine; with --gpu whether its containers get a GPU")
    .option("--gpu", "the NVIDIA driver, the GPU and the container toolkit of this machine")
    .addOption(
      new Option("--profile <name>", "versions the GPU has to fit")
        .choices(Object.keys(PROFILES))
        .default(DEFAULT_PROFILE_NAME),
    )
    .option("--json", "print the findings for machines")
    .action(doctor);
}

async function doctor(stack: StackName | undefined, flags: DoctorFlags): Promise<void> {
  const { aws = false, docker = false, gpu = false, profile, json } = flags;
  const scope: Scope = { aws, docker, gpu, profile, stack };
  const findings = await examine(scope);
  const failed = findings.some(({ verdict }) => verdict === "failure");
  console.log(json ? JSON.stringify(findings, null, 2) : listOf(findings));
  if (failed) console.error(`golazo: ${summaryOf(findings)}`);
  else if (!json) console.log(summaryOf(findings));
  if (failed) process.exitCode = 1;
}
