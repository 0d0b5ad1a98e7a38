import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Image as DockerImage } from "@cdktf/provider-docker/lib/image";
import { type Image, type ImageName, type ImageOptions, imagesOf, type Service } from "@golazo/services";
import { Construct } from "constructs";
import type { ITerraformDependable } from "../cdktf";

/** What the images of a deployment are built from. */
export interface DockerImagesProps extends ImageOptions {
  /** Services the images are for. */
  readonly services: readonly Service[];
  /** Absolute path of the checkout: the context of every build. */
  readonly checkout: string;
  /** Checked before anything is built. */
  readonly after: readonly ITerraformDependable[];
}

/** The images of a deployment, built on the engine itself from `images/`; rebuilt when a file that goes into one changes. */
export class DockerImages extends Construct {
  private readonly images = new Map<ImageName, DockerImage>();

  constructor(scope: Construct, id: string, props: DockerImagesProps) {
    super(scope, id);
    const sources = digestOfSources(props.checkout);
    let before = props.after;
    for (const image of imagesOf(props.services, props)) {
      // One after the other: stages that several share are then built once and found in the engine's cache.
      const built = this.build(image, props.checkout, sources, before);
      this.images.set(image.name, built);
      before = [built];
    }
  }

  /** The built image by its name in `images/`. */
  image(name: ImageName): DockerImage {
    const image = this.images.get(name);
    if (!image) throw new Error(`no service of this deployment runs in image ${name}`);
    return image;
  }

  private build(
    image: Image,
    checkout: string,
    sources: string,
    before: readonly ITerraformDependable[],
  ): DockerImage {
    const { name, tag, dockerfile, target, args } = image;
    return new DockerImage(this, name, {
      name: tag,
      // Side by side stacks share images, and a second deployment finds them in the cache.
      keepLocally: true,
      triggers: { sources },
      dependsOn: [...before],
      buildAttribute: { context: checkout, dockerfile, target, buildArgs: { ...args } },
    });
  }
}

/** SHA-256 over the names and contents of all files that `.dockerignore` lets into a build. */
export function digestOfSources(checkout: string): string {
  const rules = readFileSync(join(checkout, ".dockerignore"), "utf8").split("\n");
  const roots = rules.filter((rule) => rule.startsWith("!")).map((rule) => rule.slice(1));
  const digest = createHash("sha256");
  for (const file of roots.flatMap((root) => filesBelow(checkout, root))) {
    digest.update(`${file}\0`).update(readFileSync(join(checkout, file)));
  }
  return digest.digest("hex");
}

function filesBelow(checkout: string, path: string): string[] {
  const found = statSync(join(checkout, path), { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [path];
  const entries = readdirSync(join(checkout, path)).filter(
    (name) => !/^(node_modules|__pycache__)$/.test(name),
  );
  return entries.sort().flatMap((name) => filesBelow(checkout, join(path, name)));
}
