import type { BudgetsClient } from "@aws-sdk/client-budgets";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { KafkaClient } from "@aws-sdk/client-kafka";
import type { PricingClient } from "@aws-sdk/client-pricing";
import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { STSClient } from "@aws-sdk/client-sts";

/** AWS's own clients, with the commands that are sent through them. */
export interface Aws {
  readonly region: string;
  readonly sts: STSClient;
  readonly ec2: EC2Client;
  readonly quotas: ServiceQuotasClient;
  readonly kafka: KafkaClient;
  readonly budgets: BudgetsClient;
  readonly pricing: PricingClient;
  readonly commands: Commands;
}

type Commands = Awaited<ReturnType<typeof load>>;

/** Who waits for the doctor wants an answer, if only that there is none. */
const PATIENCE = { maxAttempts: 2, requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000 } };

/**
 * Connects to AWS in a region; `AWS_ENDPOINT_URL` leads to a copy of it. Nothing is asked yet.
 *
 * @returns null when the clients are not installed
 */
export async function connectToAws(region: string): Promise<Aws | null> {
  const commands = await load().catch((error: NodeJS.ErrnoException) => {
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  });
  if (commands === null) return null;
  const options = { region, ...PATIENCE };
  return {
    region,
    sts: new commands.STSClient(options),
    ec2: new commands.EC2Client(options),
    quotas: new commands.ServiceQuotasClient(options),
    kafka: new commands.KafkaClient(options),
    budgets: new commands.BudgetsClient(options),
    // The price list of all regions is served in this one.
    pricing: new commands.PricingClient({ ...options, region: "us-east-1" }),
    commands,
  };
}

/** They weigh 48 MB, so they come with the development packages, and are loaded when AWS is asked. */
async function load() {
  // Which Node.js later versions of them will want is nothing the person before the doctor can act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const [budgets, ec2, kafka, pricing, quotas, sts] = await Promise.all([
    import("@aws-sdk/client-budgets"),
    import("@aws-sdk/client-ec2"),
    import("@aws-sdk/client-kafka"),
    import("@aws-sdk/client-pricing"),
    import("@aws-sdk/client-service-quotas"),
    import("@aws-sdk/client-sts"),
  ]);
  return { ...budgets, ...ec2, ...kafka, ...pricing, ...quotas, ...sts };
}
