"""Print the table: ``python -m benchmarks [--quick] [--threads 1 2]``.

Each number of threads gets a process of its own, since NumPy's library reads it once, when it is loaded.
"""

import argparse
import os
import subprocess
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds, a tenth of MNIST")
    parser.add_argument("--threads", type=int, nargs="+", help="default: 1, and 2 where there are 2 cores")
    options = parser.parse_args()
    threads = options.threads or [1, 2][: os.cpu_count() or 1]
    codes = []
    for n_threads in threads:
        limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(n_threads))
        command = [sys.executable, "-m", "benchmarks.table", *(["--quick"] if options.quick else [])]
        codes.append(subprocess.run(command, env={**os.environ, **limits}, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
