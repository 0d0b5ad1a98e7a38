import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the shell scripts; all but the first travel to the host in the source bundle. */
export const CLOUD_INIT_FOLDER = join(__dirname, "cloud-init");

/** What EC2 takes at most, bytes: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
export const USER_DATA_LIMIT_BYTES = 16 * 1024;

/** Settings of a host, read by its scripts and by Compose. None of them is a secret: user data can be read by many. */
export type HostSettings = Readonly<Record<string, string | number | undefined>>;

/** What cloud-init runs once: it writes the settings down, then does what `bootstrap.sh` says. */
export function userData(settings: HostSettings): string {
  const script = readFileSync(join(CLOUD_INIT_FOLDER, "bootstrap.sh"), "utf8");
  const [shebang, ...body] = script.split("\n");
  const write = [
    "install -d -m 0755 /opt/golazo",
    "cat >/opt/golazo/.env <<'END_OF_SETTINGS'",
    ...settingsFile(settings),
    "END_OF_SETTINGS",
  ];
  return escapeForTerraform([shebang, ...write, ...body].join("\n"));
}

/** Lines of an environment file that a shell, systemd and Compose read alike. */
function settingsFile(settings: HostSettings): string[] {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => {
      if (/['\n]/.test(`${value}`)) throw new Error(`a host's setting ${name} has a quote or a line break`);
      return `${name}='${value}'`;
    });
}

/** Terraform would read the shell's own `${…}` as its own; tokens of other resources stay what they are. */
export function escapeForTerraform(text: string): string {
  return text.replaceAll(/\$\{(?!TfToken\[)/g, "$$$${").replaceAll("%{", "%%{");
}
