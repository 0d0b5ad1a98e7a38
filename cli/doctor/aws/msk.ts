import { type Finding, failure, notChecked, ok, reasonOf } from "../finding";
import type { Aws } from "./clients";
import type { Plan } from "./plan";

/** Whether MSK is there in the region, for those whose Kafka is to be MSK. */
export async function examineMsk({ kafka: msk, commands, region }: Aws, { kafka }: Plan): Promise<Finding> {
  const check = "MSK";
  if (kafka === "docker") return notChecked(check, "not needed: the setting kafka is docker");
  try {
    await msk.send(new commands.ListClustersV2Command({ MaxResults: 1 }));
    return ok(check, `MSK answers in ${region}; ${kafka} takes ${TIME[kafka]} to come up`);
  } catch (error) {
    return failure(
      check,
      `MSK does not answer in ${region} (${reasonOf(error)})`,
      "see whether the region has it and the account the right kafka:ListClustersV2; or set kafka to docker",
    );
  }
}

/** From MSK's documentation: https://docs.aws.amazon.com/msk/latest/developerguide/ */
const TIME = { "msk-serverless": "5 to 10 minutes", "msk-provisioned": "20 to 60 minutes" } as const;
