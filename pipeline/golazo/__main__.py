"""`python -m golazo JOB …`: runs one Spark job and writes its report.

Exit codes: 0 done, 1 failed, 2 wrong input, 130 and 143 stopped by SIGINT and SIGTERM.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from golazo import history, plan_check, stream, train
from golazo.errors import InputError
from golazo.gpu_samples import GpuSamples
from golazo.job_report import JobReport
from golazo.session import session
from golazo.storage import storage_at

_JOBS = {
    "history": (history, "matches to game states"),
    "train": (train, "game states to the win-probability model"),
    "plan-check": (plan_check, "what NVIDIA's planner would run on a GPU"),
    "stream": (stream, "window statistics and live win probability from Kafka"),
}


def main(arguments: Sequence[str]) -> int:
    """Runs the job named by the arguments and gives the exit code."""
    parser = argparse.ArgumentParser(prog="golazo", description=__doc__)
    jobs = parser.add_subparsers(dest="job", required=True, metavar="JOB")
    for name, (module, about) in _JOBS.items():
        job = jobs.add_parser(name, help=about, description=module.__doc__)
        module.add_arguments(job)
        job.add_argument(
            "--storage",
            metavar="URI",
            help="where executors read and write when they do not see this machine's folders, "
            "for example s3a://bucket/prefix",
        )
        job.add_argument("--report", type=Path, metavar="FILE", help="where to write the job report (JSON)")
    args = parser.parse_args(arguments)
    try:
        return _run(args)
    except InputError as error:
        print(f"golazo: {error}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace) -> int:
    module, _ = _JOBS[args.job]
    report = JobReport(args.job, args.report)
    spark = session(args.job)
    try:
        storage = storage_at(spark, args.storage)
        gpus = GpuSamples(spark)
        try:
            # The stream job says itself when its queries run.
            if args.job != "stream":
                gpus.start()
            told = module.run(spark, args, storage)
        finally:
            storage.close()
        ended = told if args.job == "stream" else {"figures": told, "gpu": gpus.stop()}
        report.write(spark, ended)
    finally:
        spark.stop()
    if ended.get("failure"):
        print(f"golazo: {ended['failure']}", file=sys.stderr)
        return 1
    return 128 + int(ended["signal"]) if ended.get("signal") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
