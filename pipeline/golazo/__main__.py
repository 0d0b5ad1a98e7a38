"""`python -m golazo JOB …`: runs one Spark job and writes its report.

Exit codes: 0 done, 1 failed, 2 wrong input, 130 and 143 stopped by SIGINT and SIGTERM.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from golazo import history, stream, train
from golazo.errors import InputError
from golazo.job_report import JobReport
from golazo.session import session

_JOBS = {
    "history": (history, "matches to game states"),
    "train": (train, "game states to the win-probability model"),
    "stream": (stream, "window statistics and live win probability from Kafka"),
}


def main(arguments: Sequence[str]) -> int:
    """Runs the job named by the arguments and gives the exit code."""
    parser = argparse.ArgumentParser(prog="golazo", description=__doc__)
    jobs = parser.add_subparsers(dest="job", required=True, metavar="JOB")
    for name, (module, about) in _JOBS.items():
        job = jobs.add_parser(name, help=about, description=module.__doc__)
        module.add_arguments(job)
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
        told = module.run(spark, args)
        streaming = told if args.job == "stream" else None
        report.write(spark, streaming=streaming, figures=None if streaming else told)
    finally:
        spark.stop()
    if streaming is None:
        return 0
    if streaming["failure"]:
        print(f"golazo: {streaming['failure']}", file=sys.stderr)
        return 1
    return 0 if streaming["signal"] is None else 128 + int(streaming["signal"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
