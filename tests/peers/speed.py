"""Time and memory of Groundtruth and of scipy on one long file, on one core, in one run.

    python tests/peers/speed.py [--seconds N] [--strict]

Three programs measure 10 minutes of 96 kHz, 24 bits, stereo, each in a process of its own on the same core with one
thread: Groundtruth's command line; the textbook implementation (`textbook`) of the same figures that `accuracy`
compares with, in blocks of 10 s whose figures are averaged, since the whole at once needs more than 10 GiB; and the
least that scipy can do (`lean`): one Welch spectrum per channel. Neither of scipy's looks for faults, gives intervals,
density or coherence, or has a quasi-peak detector, as Groundtruth's report does. With --strict a missed target fails.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from scipy.io import wavfile

import lean
import long_file
import ours
import textbook

MOST_S, MOST_MIB, LEAST_RATIO, FULL_S = 6.0, 150.0, 20.0, 600
BLOCK_S = {"textbook": 10, "lean": 60}


def blocks(path, seconds):
    """Blocks of (frames, channels) of full scale. The file is mapped, not held."""
    rate_hz, samples = wavfile.read(path)
    step = seconds * rate_hz
    # scipy gives 24 bits in the upper bytes of 32.
    return rate_hz, (samples[first : first + step] / 2.0**31 for first in range(0, len(samples), step))


def measure_textbook(path):
    """Every figure, averaged over blocks."""
    rate_hz, parts = blocks(path, BLOCK_S["textbook"])
    found = [textbook.measured(rate_hz, part, "tone") for part in parts]
    return {key: float(np.mean([figures[key] for figures in found])) for key in found[0]}


def measure_lean(path):
    """Levels alone."""
    rate_hz, parts = blocks(path, BLOCK_S["lean"])
    return lean.measured(rate_hz, parts)


class Cost:
    """What a program took: wall and processor seconds, MiB at its peak."""

    def __init__(self, command):
        begin = time.monotonic()
        environment = os.environ | {
            name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
        }
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{command[0]} failed with {child.returncode}")
        self.wall_s = time.monotonic() - begin
        self.cpu_s = usage.ru_utime + usage.ru_stime
        self.peak_mib = usage.ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


def pin():
    """This process and its children on one core, where the system has that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def compare(path, seconds):
    """Runs all three and prints what they took."""
    script = str(Path(__file__).resolve())
    commands = {"groundtruth": [str(ours.PROGRAM), "measure", str(path), "--json"]}
    commands |= {name: [sys.executable, script, "--run", name, "--file", str(path)] for name in BLOCK_S}
    print(f"{seconds} s of {long_file.RATE_HZ} Hz, {long_file.BITS} bits, stereo; one core")
    print(f"{'':<20} {'wall s':>8} {'cpu s':>8} {'peak MiB':>9} {'times ours, wall':>17} {'cpu':>7}")
    costs = {}
    for name, command in commands.items():
        cost = costs[name] = Cost(command)
        own = costs["groundtruth"]
        label = name if name == "groundtruth" else f"scipy, {name}"
        ratios = f"{cost.wall_s / own.wall_s:>17.1f} {cost.cpu_s / own.cpu_s:>7.1f}"
        print(
            f"{label:<20} {cost.wall_s:>8.2f} {cost.cpu_s:>8.2f} {cost.peak_mib:>9.0f} {ratios}", flush=True
        )
    return costs


def judge(costs, seconds):
    """Prints what was asked; gives whether all of it is met. A shorter file must be faster in proportion."""
    own, book = costs["groundtruth"], costs["textbook"]
    asked = MOST_S * seconds / FULL_S
    ratio = book.cpu_s / own.cpu_s
    verdicts = [
        (own.wall_s <= asked, f"at most {asked:.1f} s: {own.wall_s:.2f} s"),
        (own.peak_mib <= MOST_MIB, f"at most {MOST_MIB:.0f} MiB: {own.peak_mib:.0f} MiB"),
        (
            ratio >= LEAST_RATIO,
            f"{LEAST_RATIO:.0f} times faster than the textbook's scipy (cpu): {ratio:.1f} times",
        ),
    ]
    for met, text in verdicts:
        print(f"{'met' if met else 'MISSED':<7} {text}")
    return all(met for met, _ in verdicts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=FULL_S, help="length of the file")
    parser.add_argument("--strict", action="store_true", help="fail where a target is missed")
    parser.add_argument(
        "--run", choices=list(BLOCK_S), help="measure --file with one of scipy's, and no more"
    )
    parser.add_argument("--file", type=Path)
    arguments = parser.parse_args()
    if arguments.run:
        {"textbook": measure_textbook, "lean": measure_lean}[arguments.run](arguments.file)
        return 0
    path = ours.TARGET / "peers" / f"speed-{arguments.seconds}.wav"
    long_file.ensure(path, arguments.seconds)
    pin()
    is_met = judge(compare(path, arguments.seconds), arguments.seconds)
    return 0 if is_met or not arguments.strict else 1


if __name__ == "__main__":
    sys.exit(main())
