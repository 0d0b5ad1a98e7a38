import type { IConstruct } from "constructs";
import { USER_DATA_LIMIT_BYTES } from "../aws/user-data";
import { blockOf, textsOf } from "./resource";
import { Rule } from "./rule";

/** User data fit into what EC2 takes; it would refuse the instance after everything else was made. */
export class SmallUserData extends Rule {
  readonly name = "small-user-data";

  protected check(node: IConstruct): string[] {
    const body = blockOf(node)?.body;
    return textsOf([body?.user_data, body?.user_data_base64])
      .map((text) => Buffer.byteLength(text.replaceAll("$${", "${")))
      .filter((bytes) => bytes > USER_DATA_LIMIT_BYTES)
      .map(
        (bytes) =>
          `has ${bytes} bytes of user data, EC2 takes ${USER_DATA_LIMIT_BYTES}: put scripts into the source bundle`,
      );
  }
}
