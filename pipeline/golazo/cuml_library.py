"""Whether cuML can be used: where it cannot, a job that was told to use it stops, and says what to do."""

from __future__ import annotations

import importlib
from types import ModuleType

from pyspark.sql import SparkSession

from golazo.errors import InputError
from golazo.forest import SPARK_ML, SPARK_RAPIDS_ML

_FALLBACK = "spark.rapids.ml.cpu.fallback.enabled"


def import_of(module: str, setting: str) -> ModuleType:
    """A module of spark-rapids-ml.

    Raises InputError when it is not installed where the job runs; `setting` is what asked for it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise _unusable(setting, f"{error}") from error


def check_no_fallback(spark: SparkSession) -> None:
    """Checks that spark-rapids-ml may not go back to CPUs by itself, which it does with a line in a log.

    Raises InputError when it may.
    """
    if spark.conf.get(_FALLBACK, "false") != "false":
        raise InputError(f"{_FALLBACK} would let cuML's forest grow on CPUs unseen: remove that setting.")


def check_usable(spark: SparkSession, setting: str) -> str:
    """Version of cuML where the executors run.

    Raises InputError when an executor has no cuML, or no GPU for it; `setting` is what asked for it.
    """

    # Inside, so that an executor gets it whole: it need not have this package.
    def look(_: int) -> tuple[str, str]:
        try:
            import cuml
            import cupy

            cupy.cuda.runtime.getDeviceProperties(0)
        except Exception as error:
            # Whatever is missing, a package or a driver, is told to the user in check_usable's one line.
            return "", f"{type(error).__name__}: {error}"
        return str(cuml.__version__), ""

    version, why = spark.sparkContext.parallelize([0], 1).map(look).collect()[0]
    if why:
        raise _unusable(setting, why)
    return str(version)


def _unusable(setting: str, why: str) -> InputError:
    reason = " ".join(why.split())
    return InputError(
        f"{setting} is {SPARK_RAPIDS_ML}, but cuML cannot be used here ({reason}). Run on a machine with an "
        "NVIDIA GPU and images/spark-rapids/cuml.lock installed, or set it to "
        f"{SPARK_ML} in spark-conf/gpu.conf to use CPUs."
    )
