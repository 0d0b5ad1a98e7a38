import type { KafkaConfig } from "kafkajs";
import type { KafkaAuth } from "./access";

/** Nobody here can sign as AWS wants it. */
export class SigningError extends Error {
  override readonly name = "SigningError";
}

/** What of a kafkajs client's configuration the login decides. */
export function loginOf(auth: KafkaAuth): Pick<KafkaConfig, "ssl" | "sasl"> {
  switch (auth.kind) {
    case "none":
      return {};
    case "msk-iam":
      return {
        ssl: true,
        sasl: {
          mechanism: "oauthbearer",
          oauthBearerProvider: async () => ({ value: await signedToken(auth.region) }),
        },
      };
  }
}

/** A token that lives 15 minutes; every connection asks for its own, and again before its session ends. */
async function signedToken(region: string): Promise<string> {
  // Which Node.js later versions of AWS's clients will want is nothing that helps whoever plays a replay.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  // Most Kafkas want no login, and AWS's clients take half a second to load.
  const { generateAuthToken } = await import("aws-msk-iam-sasl-signer-js");
  try {
    return (await generateAuthToken({ region })).token;
  } catch (error) {
    throw new SigningError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
