import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosePorts, LOOPBACK } from "../../cli/embedded/ports";
import { HOME } from "../../cli/paths";
import { InputError } from "../../producer";

const listenOn = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => resolve(server));
  });
const portOf = (server: Server): number => (server.address() as { port: number }).port;

describe("choosing ports", () => {
  let busy: Server;
  beforeAll(async () => {
    busy = await listenOn(0);
  });
  afterAll(() => new Promise((resolve) => busy.close(resolve)));

  test("a busy port that the user fixed is refused, naming the option", async () => {
    const port = portOf(busy);
    await expect(choosePorts({ kafkaPort: port }, 1)).rejects.toThrow(InputError);
    await expect(choosePorts({ masterUiPort: port }, 1)).rejects.toThrow(
      `port ${port} is busy: choose another with --master-ui-port, or leave the option out`,
    );
  });

  test("no two services are given the same port, fixed ones included", async () => {
    // GIVEN a user who fixes Kafka's port to the one the master's page would take
    const free = await choosePorts({}, 3);
    const chosen = await choosePorts({ kafkaPort: free.sparkMasterUi }, 3);
    // THEN everything else moves out of the way
    const { sparkWorkerUis, ...others } = chosen;
    const all = [...Object.values(others), ...sparkWorkerUis];
    expect(chosen.kafka).toBe(free.sparkMasterUi);
    expect(new Set(all).size).toBe(all.length);
  });

  test("a default port that is taken gives way to the next free one", async () => {
    const first = await choosePorts({}, 1);
    const server = await listenOn(first.kafka);
    const second = await choosePorts({}, 1);
    await new Promise((resolve) => server.close(resolve));
    expect(second.kafka).toBeGreaterThan(first.kafka);
  });

  test("commands that begin at the same moment are given different ports, whatever checkout they are of", async () => {
    // GIVEN three that choose at once, one of another checkout, and live until the last has chosen
    const commands = [HOME, HOME, anotherCheckout()].map(startChoosing);
    const chosen = await Promise.all(commands.map(({ ports }) => ports));
    const all = chosen.flatMap(({ sparkWorkerUis, ...others }) => [
      ...Object.values<number>(others),
      ...sparkWorkerUis,
    ]);
    expect(new Set(all).size).toBe(all.length);
    // WHEN they are gone
    await Promise.all(commands.map(({ end }) => end()));
    // THEN what they claimed is to be had again
    const next = startChoosing(HOME);
    expect((await next.ports).kafka).toBe(Math.min(...chosen.map(({ kafka }) => kafka)));
    await next.end();
  }, 120_000);
});

const CHOOSE = `
  const { choosePorts } = require(process.argv[1]);
  process.stdin.resume();
  choosePorts({}, 2).then((ports) => console.log(JSON.stringify(ports)));
`;

/** The command line as another checkout has it. */
function anotherCheckout(): string {
  const checkout = mkdtempSync(join(tmpdir(), "golazo-checkout-"));
  cpSync(join(HOME, "cli"), join(checkout, "cli"), { recursive: true });
  symlinkSync(join(HOME, "node_modules"), join(checkout, "node_modules"));
  return checkout;
}

/** A process of its own that chooses ports, and lives until it is told to end. */
function startChoosing(checkout: string): { ports: ReturnType<typeof choosePorts>; end(): Promise<unknown> } {
  const file = join(checkout, "cli", "embedded", "ports.ts");
  const child = spawn(process.execPath, ["--import", "tsx", "-e", CHOOSE, file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = once(child, "close");
  const end = (): Promise<unknown> => {
    child.stdin.end();
    return gone;
  };
  return { ports: once(child.stdout, "data").then(([line]) => JSON.parse(String(line))), end };
}
