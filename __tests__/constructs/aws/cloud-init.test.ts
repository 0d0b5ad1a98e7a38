import { spawnSync } from "node:child_process";
import { readdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { CLOUD_INIT_FOLDER } from "../../../constructs/aws/user-data";
import { PretendedHost } from "./cloud-init";

/** Bash for the last argument of a command. */
const LAST = `\${@: -1}`;

let host: PretendedHost;
afterEach(() => host?.remove());

/** A Deep Learning image: driver, toolkit and Docker are there, the data volume is attached and empty. */
function deepLearningHost(settings: Record<string, string> = {}): PretendedHost {
  host = new PretendedHost(settings);
  host.command("aws", [
    { when: "*secretsmanager*", run: "echo '(ResourceNotFoundException)' >&2; exit 254" },
    { when: "s3\\ cp*scripts.zip*", run: `(cd "${CLOUD_INIT_FOLDER}" && ${ZIP} "${LAST}" .)` },
    {
      when: "s3\\ cp*source.zip*",
      run: `mkdir -p "$TMPDIR/src/images"; echo x >"$TMPDIR/src/images/run"; chmod 755 "$TMPDIR/src/images/run"; (cd "$TMPDIR/src" && ${ZIP} "${LAST}" .); rm -r "$TMPDIR/src"`,
    },
    { when: "s3\\ cp*compose.yaml*", run: `echo "services: {}" >"${LAST}"` },
  ]);
  host.command("docker", [{ run: "" }]);
  host.command("nvidia-smi", [
    { when: "*driver_version*", run: "echo 580.95.05" },
    { run: "echo 'GPU 0: T4'" },
  ]);
  host.command("nvidia-ctk", [{ run: CONFIGURES_DOCKER }]);
  host.command("dpkg-query", [{ run: "echo 'nvidia-driver-580 ii '; echo 'libnvidia-gone rc '; exit 1" }]);
  host.command("blkid", [{ run: 'grep -q ext4 "$2" || exit 2' }]);
  host.command("mkfs.ext4", [{ run: `echo ext4 >"${LAST}"` }]);
  host.command("mountpoint", [{ run: 'test -e "$2/.mounted"' }]);
  host.command("mount", [{ run: 'touch "$1/.mounted"' }]);
  host.write("dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc", "");
  return host;
}

/** Python's own archiver, run with the permissions kept; `zip` is not everywhere. */
const ZIP = `python3 -c '
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for folder, _, files in os.walk(sys.argv[2]):
        for name in files:
            archive.write(os.path.join(folder, name))
'`;

const CONFIGURES_DOCKER = `python3 -c '
import json, sys
path = sys.argv[1].split("=")[1]
settings = json.load(open(path))
settings["runtimes"] = {"nvidia": {"path": "nvidia-container-runtime"}}
json.dump(settings, open(path, "w"))
' "${LAST}"`;

describe("the scripts of a host", () => {
  test("have nothing that shellcheck objects to", () => {
    const scripts = readdirSync(CLOUD_INIT_FOLDER).filter((name) => name.endsWith(".sh"));
    expect(scripts.length).toBeGreaterThan(8);
    const check = spawnSync("shellcheck", scripts, { cwd: CLOUD_INIT_FOLDER, encoding: "utf8" });
    if (check.error) throw new Error("shellcheck is missing: apt install shellcheck");
    expect(check.stdout).toBe("");
    expect(check.status).toBe(0);
  });

  test("set a host up from its first boot to the start of the services", () => {
    deepLearningHost();
    const { code, output, calls } = host.run("bootstrap.sh");
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(host.read("etc/fstab")).toMatch(
      /^\/dev\/disk\/by-id\/\S*_vol0abc \/var\/lib\/golazo ext4 defaults,nofail/,
    );
    expect(JSON.parse(host.read("etc/docker/daemon.json"))).toMatchObject({
      "data-root": "/var/lib/golazo/docker",
      runtimes: { nvidia: {} },
    });
    expect(host.read("opt/golazo/compose.yaml")).toBe("services: {}\n");
    expect(host.read("etc/systemd/system/golazo-lifetime.timer.d/hours.conf")).toContain("OnBootSec=8h");
    expect(calls).toEqual(
      expect.arrayContaining([
        "systemctl enable --now golazo-idle.timer",
        "systemctl enable golazo.service",
        "systemctl start --no-block golazo.service",
      ]),
    );
    // Nothing is installed that is there already.
    expect(calls.filter((call) => call.startsWith("apt-get"))).toEqual([]);
  });

  test("change nothing when they run a second time", () => {
    deepLearningHost();
    host.run("bootstrap.sh");
    const before = host.everything();
    const { code, calls } = host.run("bootstrap.sh");
    expect(code).toBe(0);
    expect(host.everything()).toBe(before);
    const changing =
      /^(mkfs|mount |modprobe|apt-get|systemctl (restart|daemon-reload)|nvidia-ctk|aws s3 cp .*(source|compose))/;
    expect(calls.filter((call) => changing.test(call))).toEqual([]);
  });

  test("keep what is executable executable", () => {
    deepLearningHost();
    host.run("bootstrap.sh");
    expect(statSync(join(host.root, "opt/golazo/images/run")).mode & 0o111).toBe(0o111);
  });

  test("do without a GPU, an idle timer and a source where there is none", () => {
    deepLearningHost({ GOLAZO_ARCHITECTURE: "cpu", GOLAZO_IDLE_MINUTES: "0", GOLAZO_SOURCE_OBJECT: "" });
    host.command("nvidia-smi", [{ run: "exit 9" }]);
    const { code, calls } = host.run("bootstrap.sh");
    expect(code).toBe(0);
    expect(calls.join("\n")).not.toMatch(/nvidia|golazo-idle|source\.zip/);
  });

  test("say which step failed", () => {
    deepLearningHost();
    host.command("mount", [{ run: "exit 32" }]);
    const { code, output } = host.run("bootstrap.sh");
    expect(code).not.toBe(0);
    expect(output).toContain(
      "golazo: mount-data.sh failed; everything above is in /var/log/cloud-init-output.log",
    );
  });
});

describe("the data volume", () => {
  test("is formatted when it is empty, and never again", () => {
    deepLearningHost();
    expect(host.run("mount-data.sh").calls.filter((call) => call.startsWith("mkfs"))).toHaveLength(1);
    expect(host.run("mount-data.sh").calls.filter((call) => call.startsWith("mkfs"))).toHaveLength(0);
  });

  test("is left alone when nobody can tell whether it is empty", () => {
    deepLearningHost();
    host.command("blkid", [{ run: "exit 4" }]);
    const { code, output, calls } = host.run("mount-data.sh");
    expect(code).toBe(1);
    expect(output).toContain("cannot tell whether vol-0abc is empty (blkid: 4), so it is left alone");
    expect(calls.join("\n")).not.toContain("mkfs");
  });

  test("is waited for, and missed in words when it does not come", () => {
    deepLearningHost({ GOLAZO_DATA_VOLUME: "vol-0def" });
    const { code, output } = host.run("mount-data.sh");
    expect(code).toBe(1);
    expect(output).toContain("the data volume vol-0def was not attached within 0 seconds");
  });
});

describe("a GPU host", () => {
  test("on plain Ubuntu gets driver and toolkit, pinned and held back", () => {
    deepLearningHost();
    host.write("etc/docker/daemon.json", "{}");
    host.without("nvidia-ctk");
    host.command("nvidia-smi", [
      { when: "*driver_version*", run: "echo 580.95.05" },
      { run: '[ -e "$GOLAZO_ROOT/driver" ]' },
    ]);
    host.command("modprobe", [{ run: 'touch "$GOLAZO_ROOT/driver"' }]);
    host.command("curl", [{ run: "echo key" }]);
    host.command("gpg", [{ run: "cat >/dev/null" }]);
    // Installing the toolkit brings its command.
    host.command("apt-get", [
      {
        when: "*toolkit=*",
        run: 'printf "#!/bin/bash\\n" >"$GOLAZO_ROOT/pretended/nvidia-ctk"; chmod 755 "$GOLAZO_ROOT/pretended/nvidia-ctk"',
      },
      { run: "" },
    ]);
    const { code, output, calls } = host.run("prepare-gpu.sh");
    expect({ code, output }).toMatchObject({ code: 0 });
    const installed = calls.filter((call) => call.includes("install -y")).join("\n");
    expect(installed).toMatch(/linux-headers-\S+ nvidia-headless-580-server nvidia-utils-580-server/);
    expect(installed).toContain("nvidia-container-toolkit=1.19.0-1");
    expect(calls).toContain("apt-mark hold nvidia-driver-580");
    expect(host.read("etc/apt/sources.list.d/nvidia-container-toolkit.list")).toContain(
      "signed-by=/usr/share/keyrings",
    );
  });

  test("with a driver that is too old for its CUDA is refused in words", () => {
    deepLearningHost();
    host.write("etc/docker/daemon.json", "{}");
    host.command("nvidia-smi", [{ when: "*driver_version*", run: "echo 470.256.02" }, { run: "" }]);
    const { code, output } = host.run("prepare-gpu.sh");
    expect(code).toBe(1);
    expect(output).toContain("driver 470.256.02 is too old for this profile's CUDA: it needs 525 or newer");
  });

  test("whose driver does not answer starts nothing and says what to run", () => {
    deepLearningHost();
    host.command("nvidia-smi", [{ run: "exit 9" }]);
    const { code, output, calls } = host.run("start.sh");
    expect(code).toBe(1);
    expect(output).toContain("the driver does not answer; run: sudo bash /opt/golazo/host/prepare-gpu.sh");
    expect(calls.join("\n")).not.toContain("docker");
  });
});

describe("the start of the services", () => {
  test("builds what is not there", () => {
    deepLearningHost();
    expect(host.run("start.sh").calls).toContain("docker compose up --detach --build --remove-orphans");
  });

  test("pulls from a registry, with a login where it is ECR", () => {
    deepLearningHost({ GOLAZO_IMAGE_REGISTRY: "registry.example.com/golazo" });
    expect(host.run("start.sh").calls).toContain("docker compose up --detach --pull always --remove-orphans");
    host.settings({ GOLAZO_IMAGE_REGISTRY: "1234.dkr.ecr.eu-west-1.amazonaws.com/golazo" });
    host.command("aws", [{ run: "echo password" }]);
    expect(host.run("start.sh").calls).toContain(
      "docker login --username AWS --password-stdin 1234.dkr.ecr.eu-west-1.amazonaws.com",
    );
  });
});

describe("the secrets of a host", () => {
  const secret = (value: string) => {
    deepLearningHost();
    host.write("answer", value);
    host.command("aws", [{ run: 'cat "$GOLAZO_ROOT/answer"' }]);
    return host.run("read-secrets.sh");
  };

  test("are in a file that only root can read, and in nothing that is printed", () => {
    const { code, output } = secret('{"STATSBOMB_USER": "me", "STATSBOMB_PASSWORD": "canary$4711"}');
    expect(code).toBe(0);
    expect(output).toBe("");
    expect(host.read("run/golazo/statsbomb.env")).toBe(
      "STATSBOMB_USER='me'\nSTATSBOMB_PASSWORD='canary$4711'\n",
    );
    expect(statSync(join(host.root, "run/golazo/statsbomb.env")).mode & 0o777).toBe(0o600);
    expect(statSync(join(host.root, "run/golazo")).mode & 0o777).toBe(0o700);
  });

  test("may contain quotes", () => {
    secret(JSON.stringify({ STATSBOMB_USER: "o'neill", STATSBOMB_PASSWORD: 'a"b\\' }));
    expect(host.read("run/golazo/statsbomb.env")).toBe(
      'STATSBOMB_USER="o\'neill"\nSTATSBOMB_PASSWORD="a\\"b\\\\"\n',
    );
  });

  test("that nobody put in are no reason not to start", () => {
    deepLearningHost();
    const { code, output } = host.run("read-secrets.sh");
    expect(code).toBe(0);
    expect(output).toContain(
      "no StatsBomb credentials were put into arn:statsbomb: only open and synthetic matches",
    );
    expect(host.read("run/golazo/statsbomb.env")).toBe("");
  });

  test("that cannot be read are, with AWS's own words", () => {
    deepLearningHost();
    host.command("aws", [{ run: "echo 'AccessDeniedException: not you' >&2; exit 254" }]);
    const { code, output } = host.run("read-secrets.sh");
    expect(code).not.toBe(0);
    expect(output).toContain("cannot read the secret arn:statsbomb: AccessDeniedException: not you");
  });

  test("in another form are refused without being printed", () => {
    const { code, output } = secret("canary-4711");
    expect(code).not.toBe(0);
    expect(output).toBe(
      "golazo: the StatsBomb secret is not JSON with STATSBOMB_USER and STATSBOMB_PASSWORD\n",
    );
  });
});

describe("the key several hosts share", () => {
  const store = [
    {
      when: "*get-secret-value*arn:spark*",
      run: 'cat "$GOLAZO_ROOT/key" 2>/dev/null || { echo ResourceNotFoundException >&2; exit 254; }',
    },
    { when: "*put-secret-value*arn:spark*", run: 'cat >"$GOLAZO_ROOT/key"' },
    { run: "echo ResourceNotFoundException >&2; exit 254" },
  ];

  test("is made once, by the first host, and is on no command line", () => {
    deepLearningHost({ GOLAZO_SPARK_SECRET: "arn:spark" });
    host.command("aws", store);
    const { code, calls } = host.run("read-secrets.sh");
    expect(code).toBe(0);
    const key = host.read("key");
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(host.read("run/golazo/spark.args").split("\n")).toEqual([
      "-Dspark.authenticate=true",
      "-Dspark.network.crypto.enabled=true",
      `-Dspark.authenticate.secret=${key}`,
      "",
    ]);
    expect(statSync(join(host.root, "run/golazo")).mode & 0o777).toBe(0o700);
    expect(calls.join("\n")).not.toContain(key);
    host.run("read-secrets.sh");
    expect(host.read("key")).toBe(key);
  });

  test("is waited for by the others, and missed in words", () => {
    deepLearningHost({ GOLAZO_SPARK_SECRET: "arn:spark", GOLAZO_ROLE: "worker" });
    host.command("aws", store);
    const { code, output } = host.run("read-secrets.sh");
    expect(code).toBe(1);
    expect(output).toContain("the first host has put no key into arn:spark within 0 seconds");
    expect(host.read("key")).toBe("");
  });
});

describe("several hosts", () => {
  test("know each other by name, each name once", () => {
    deepLearningHost({ GOLAZO_MASTER: "10.80.1.2" });
    host.run("name-hosts.sh");
    host.run("name-hosts.sh");
    expect(host.read("etc/hosts")).toBe(
      "127.0.0.1 localhost\n10.80.1.2 spark-master\n127.0.0.1 producer jupyter-lab spark-history\n",
    );
  });

  test("the first one finds its own address", () => {
    deepLearningHost({ GOLAZO_MASTER: "self" });
    host.command("hostname", [{ run: "echo '10.80.9.9 172.17.0.1 '" }]);
    host.run("name-hosts.sh");
    expect(host.read("etc/hosts")).toContain("10.80.9.9 spark-master\n");
  });
});

describe("a host without a job", () => {
  const master = (answer: string) => host.command("curl", [{ run: `echo '${answer}'` }]);
  const lastBusy = (minutesAgo: number) => {
    const then = new Date(Date.now() - minutesAgo * 60_000);
    utimesSync(join(host.root, "run/golazo-last-busy"), then, then);
  };
  const isStopped = () => host.run("stop-when-idle.sh").calls.some((call) => call.startsWith("shutdown"));

  test("is stopped after the minutes it was given, and not before", () => {
    deepLearningHost();
    master('{"activeapps": []}');
    expect(isStopped()).toBe(false);
    lastBusy(59);
    expect(isStopped()).toBe(false);
    lastBusy(61);
    expect(isStopped()).toBe(true);
  });

  test("is not stopped while a job runs, and its time counts anew from then", () => {
    deepLearningHost();
    master('{"activeapps": [{"id": "app-1"}]}');
    isStopped();
    lastBusy(600);
    expect(isStopped()).toBe(false);
    master('{"activeapps": []}');
    expect(isStopped()).toBe(false);
  });

  test("is stopped as well when its master does not answer", () => {
    deepLearningHost();
    host.command("curl", [{ run: "exit 7" }]);
    isStopped();
    lastBusy(61);
    expect(isStopped()).toBe(true);
  });
});
