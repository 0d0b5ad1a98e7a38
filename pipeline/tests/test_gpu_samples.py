"""Sampling GPUs where there is none: NVIDIA's own binding asks a stand-in for the driver's library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession

from golazo.gpu_samples import GpuSamples, put_together

_PIPELINE = Path(__file__).resolve().parents[1]
_STAND_IN = Path(__file__).parent / "fake_nvml" / "nvml.c"

needs_compiler = pytest.mark.skipif(
    shutil.which("cc") is None,
    reason="no C compiler (cc) for the stand-in for NVML: no sample was taken through the binding",
)


@pytest.fixture(scope="session")
def nvml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a libnvidia-ml.so.1 that knows two GPUs."""
    folder = tmp_path_factory.mktemp("nvml")
    library = folder / "libnvidia-ml.so.1"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(_STAND_IN)], check=True)
    return folder


@contextmanager
def _sampler(
    file: Path, *gpus: str, executor: int, libraries: Path | None
) -> Iterator[subprocess.Popen[bytes]]:
    file.touch()
    environment = {
        **os.environ,
        "PYTHONPATH": str(_PIPELINE),
        "LD_LIBRARY_PATH": str(libraries) if libraries else "",
    }
    command = [sys.executable, "-m", "golazo.gpu_sampler", str(file), str(executor), *gpus]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def _wait_for_lines(file: Path, count: int) -> list[dict[str, object]]:
    deadline = time.monotonic() + 20
    while file.read_text().count("\n") < count and time.monotonic() < deadline:
        time.sleep(0.05)
    return [json.loads(line) for line in file.read_text().splitlines()]


@needs_compiler
def test_each_second_has_one_sample_of_each_gpu(nvml: Path, tmp_path: Path) -> None:
    # GIVEN a machine with two GPUs, one of which does not tell its power
    file = tmp_path / "samples"
    with _sampler(file, "0", "1", executor=os.getpid(), libraries=nvml) as sampler:
        lines = _wait_for_lines(file, 9)
        # WHEN the file is taken away
        file.rename(tmp_path / "taken")
        # THEN the sampler ends by itself
        assert sampler.wait(timeout=10) == 0
    # THEN samples are those of the driver's library, a second apart
    of_0, of_1 = ([line for line in lines if line.get("gpu") == gpu and "at" in line] for gpu in (0, 1))
    told = {"utilisation_percent": 40.0, "memory_used_bytes": 5_000_000_000, "power_watts": 61.5}
    assert of_0[1].items() >= told.items()
    assert of_1[1].items() >= {"utilisation_percent": 70.0, "power_watts": None}.items()
    seconds = [float(str(line["at"])[17:-1]) for line in of_0]
    assert (seconds[2] - seconds[0]) % 60 == pytest.approx(2, abs=0.4)
    # AND each is named
    device = {"gpu": 1, "name": "Stand-in 1", "memory_bytes": 16_000_000_000, "driver": "580.0"}
    assert device in lines
    # AND what a GPU does not tell is null with the reason, once
    reasons = [line["not_measured"] for line in lines if "not_measured" in line]
    assert reasons == ["GPU 1 does not tell its power: Not Supported"]


@needs_compiler
def test_a_sampler_does_not_outlive_its_executor(nvml: Path, tmp_path: Path) -> None:
    with (
        subprocess.Popen(["sleep", "60"]) as executor,
        _sampler(tmp_path / "samples", "0", executor=executor.pid, libraries=nvml) as sampler,
    ):
        _wait_for_lines(tmp_path / "samples", 1)
        executor.kill()
        executor.wait()
        assert sampler.wait(timeout=10) == 0


def test_without_nvml_the_reason_is_written_and_nothing_crashes(tmp_path: Path) -> None:
    with _sampler(tmp_path / "samples", "0", executor=os.getpid(), libraries=None) as sampler:
        assert sampler.wait(timeout=20) == 0
    figures = put_together({"0": (tmp_path / "samples").read_text()}, lost=[], late=[])
    assert figures.samples is None
    assert str(figures.not_measured).startswith("executor 0: NVML does not answer: ")


def test_executors_without_samples_are_named() -> None:
    line = {"at": "2026-01-01T00:00:00.000Z", "gpu": 0, "cpu_ms": 30, "utilisation_percent": 1.0}
    earlier = {**line, "at": "2025-01-01T00:00:00.000Z", "cpu_ms": 20}
    texts = {"0": json.dumps(line) + "\n", "1": json.dumps(earlier) + "\n"}
    figures = put_together(texts, lost=["2"], late=["3"])
    assert [sample["executor"] for sample in figures.samples or []] == ["1", "0"]
    assert "cpu_ms" not in (figures.samples or [{}])[0]
    assert figures.cpu_ms == 50
    assert figures.not_measured == (
        "executor 2 was lost, its samples with it; executor 3 came when the sampling had begun"
    )


def test_executors_that_were_given_no_gpu_are_not_asked_for_one(spark: SparkSession) -> None:
    gpus = GpuSamples(spark)
    gpus.start()
    figures = gpus.stop()
    assert figures.samples is None
    assert str(figures.not_measured).startswith("the executors were given no GPU")


_ON_TWO_WORKERS = """
import json, sys, time
from pyspark.sql import SparkSession
from golazo.gpu_samples import GpuSamples
libraries, script, pipeline = sys.argv[1:]
spark = (
    SparkSession.builder.master("local-cluster[2,1,512]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.memory", "512m")
    .config("spark.executor.memory", "512m")
    .config("spark.executorEnv.LD_LIBRARY_PATH", libraries)
    .config("spark.executorEnv.PYTHONPATH", pipeline)
    .config("spark.worker.resource.gpu.amount", 1)
    .config("spark.worker.resource.gpu.discoveryScript", script)
    .config("spark.executor.resource.gpu.amount", 1)
    .config("spark.task.resource.gpu.amount", 0.01)
    .getOrCreate()
)
# Two executors and the driver.
while spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 3:
    time.sleep(0.1)
gpus = GpuSamples(spark)
gpus.start()
time.sleep(3)
seen = gpus.stop()
print("SEEN" + json.dumps({**seen.of_report(), "cpu_ms": seen.cpu_ms}))
spark.stop()
"""


def _reason_of_gpu_1(samples: list[dict[str, object]]) -> str:
    executor = next(sample["executor"] for sample in samples if sample["gpu"] == 1)
    return f"{executor}: GPU 1 does not tell its power: Not Supported"


def _spark_home(folder: Path) -> Path:
    """Spark's installation, with a folder of its own for the workers' files."""
    home = folder / "spark"
    home.mkdir()
    for part in ("bin", "jars"):
        (home / part).symlink_to(Path(pyspark.__file__).parent / part)
    return home


@needs_compiler
def test_the_gpu_of_every_worker_is_sampled_and_brought_home(nvml: Path, tmp_path: Path) -> None:
    # GIVEN a Standalone cluster of two workers with a GPU each, as the discovery script of each says
    script = tmp_path / "discover"
    taken = tmp_path / "first-is-taken"
    script.write_text(
        f"#!/bin/sh\nif mkdir {taken} 2>/dev/null; then gpu=0; else gpu=1; fi\n"
        'printf \'{"name": "gpu", "addresses": ["%s"]}\' $gpu\n'
    )
    script.chmod(0o755)
    # WHEN a job samples them for three seconds
    ran = subprocess.run(
        [sys.executable, "-c", _ON_TWO_WORKERS, str(nvml), str(script), str(_PIPELINE)],
        env={
            **os.environ,
            "PYTHONPATH": str(_PIPELINE),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_CONF_DIR": str(tmp_path),
            "SPARK_HOME": str(_spark_home(tmp_path)),
            "PYSPARK_PYTHON": sys.executable,
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
    )
    told = [line.removeprefix("SEEN") for line in ran.stdout.splitlines() if line.startswith("SEEN")]
    assert told, ran.stderr[-3000:]
    seen = json.loads(told[0])
    # THEN both executors' own GPUs are among the samples, in order of time
    assert seen["not_measured"] == "executor " + _reason_of_gpu_1(seen["samples"])
    gpus = {(sample["executor"], sample["gpu"]) for sample in seen["samples"]}
    assert sorted(executor for executor, _ in gpus) == ["0", "1"]
    assert sorted(gpu for _, gpu in gpus) == [0, 1]
    assert len(seen["samples"]) >= 4
    times = [sample["at"] for sample in seen["samples"]]
    assert times == sorted(times)
    assert sorted(device["name"] for device in seen["devices"]) == ["Stand-in 0", "Stand-in 1"]
    # AND what it cost is told, and no sampler is left
    assert seen["cpu_ms"] > 0
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    deadline = time.monotonic() + 5
    while f"gpu_sampler {tmp_path}" in left and time.monotonic() < deadline:
        time.sleep(0.2)
        left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert f"gpu_sampler {tmp_path}" not in left
