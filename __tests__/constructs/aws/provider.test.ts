import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { awsProvider, SERVICES } from "../../../constructs/aws/provider";
import { App, TerraformStack, Testing } from "../../../constructs/cdktf";

function provider(endpoint?: string): { json: string; body: Record<string, unknown> } {
  const stack = new TerraformStack(Testing.stubVersion(new App()), "stack");
  const tags = { stack: "stack", owner: "me", expiresAfterHours: 8 };
  awsProvider(stack, { region: "eu-west-1", tags, endpoint });
  const json = Testing.synth(stack);
  return { json, body: JSON.parse(json).provider.aws[0] };
}

describe("the provider of a stack", () => {
  test("tags everything with the stack, its owner and how long it may run", () => {
    expect(provider().json).toHaveProviderWithProperties(AwsProvider, {
      default_tags: [
        {
          tags: { "golazo:stack": "stack", "golazo:owner": "me", "golazo:expires-after": "8h" },
        },
      ],
    });
  });

  test("asks another address for every service, when there is one", () => {
    const { body } = provider("http://127.0.0.1:5000");
    expect(body.endpoints).toEqual([
      Object.fromEntries(SERVICES.map((each) => [each, "http://127.0.0.1:5000"])),
    ]);
    expect(body).toMatchObject({ s3_use_path_style: true, skip_credentials_validation: true });
  });

  test("skips no check when it talks to AWS itself", () => {
    expect(
      Object.keys(provider().body).filter((key) => key.startsWith("skip") || key === "endpoints"),
    ).toEqual([]);
  });
});
