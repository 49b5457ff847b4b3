"""Errors of Groundtruth, pysnr and a textbook scipy implementation on the same planted files, side by side.

    python tests/peers/accuracy.py [--files N] [--seed S] [--longest SECONDS] [--margin RATIO]

Prints a table of median errors and fails where Groundtruth's is larger than another's. `cargo xtask peers accuracy`
runs it in its environment.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

import matlab_forms
import ours
import planted
import textbook
import truth

KINDS = ("tone", "both", "quiet", *planted.PAIRS)
# A long file costs scipy minutes; the tone alone on one side has the most figures.
LONGEST_S = {"tone": 30.0}
LONGEST_OTHERS_S = 10.0
# Two medians count as equal when they differ by less than the figures' own rounding: sums of up to 3 million squares in
# another order make 1e-13 dB (levels) and 5e-15 (correlation); frequency (relative) and DC round in their last digit.
ROUNDING = {"frequency": 1e-15, "dc": 1e-15, "": 1e-12}
PHASES = ("harmonic phase", "xtalk phase")
UNITS = {
    "frequency": "relative",
    "hum.mains": "Hz",
    "dc": "FS",
    "enob": "bit",
    "balance.delay": "frames",
    "correlation": "1",
    "harmonic phase": "rad",
    "xtalk phase": "rad",
}
METHODS = ("ours", "pysnr", "scipy")


def error(figure, value, true):
    """How far a value lies from the truth, in the figure's unit. A figure that is refused is infinitely far."""
    if value is None or not np.isfinite(value):
        return np.inf
    if figure in PHASES:
        return abs(truth.wrapped(value - true))
    return abs(value / true - 1) if figure == "frequency" else abs(value - true)


class Errors:
    """Errors by figure and method, over all files."""

    def __init__(self):
        self.by_figure = defaultdict(lambda: defaultdict(list))

    def add(self, case):
        """Measures one file three times."""
        values = {
            "ours": ours.measured(case.path),
            "pysnr": matlab_forms.measured(case.rate_hz, case.held, case.kind),
            "scipy": textbook.measured(case.rate_hz, case.held, case.kind),
        }
        for (figure, *place), true in truth.of(case).items():
            for method, found in values.items():
                if method == "ours" or (figure, *place) in found:
                    self.by_figure[figure][method].append(error(figure, found.get((figure, *place)), true))

    def medians(self, figure):
        """Median error by method, of those that have the figure."""
        return {method: float(np.median(errors)) for method, errors in self.by_figure[figure].items()}

    def missing(self, figure, method):
        """How many of a figure's files a method gave no value for."""
        return int(np.isinf(self.by_figure[figure][method]).sum())


def best(figure, medians):
    """Who has the smallest median, "tie" within rounding."""
    rounding = ROUNDING.get(figure, ROUNDING[""])
    least = min(medians.values())
    winners = [method for method, median in medians.items() if median <= least + rounding]
    return winners[0] if len(winners) == 1 else "tie"


def loses(figure, medians, margin):
    """Whether ours is larger than another's by more than rounding, and than `margin` times it."""
    return medians["ours"] > margin * min(medians.values()) + ROUNDING.get(figure, ROUNDING[""])


def table(errors, margin):
    """Prints the medians; gives the figures in which ours is larger."""
    print(
        f"{'figure':<28} {'unit':<9} {'n':>5} {'ours':>10} {'pysnr':>10} {'scipy':>10}  {'smallest':<9} not measured"
    )
    lost = []
    for figure in sorted(errors.by_figure):
        medians = errors.medians(figure)
        numbers = [f"{medians[method]:>10.3g}" if method in medians else f"{'-':>10}" for method in METHODS]
        missing = [f"{method} {count}" for method in medians if (count := errors.missing(figure, method))]
        unit, count = UNITS.get(figure.removeprefix("planted: "), "dB"), len(errors.by_figure[figure]["ours"])
        print(
            f"{figure:<28} {unit:<9} {count:>5} {' '.join(numbers)}  {best(figure, medians):<9} {', '.join(missing)}"
        )
        if len(medians) > 1 and loses(figure, medians, margin):
            lost.append(figure)
    return lost


def planted_case(kind, path, seed, longest_s):
    return planted.Draw(kind, path, seed, min(LONGEST_S.get(kind, LONGEST_OTHERS_S), longest_s)).made()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=100, help="files of each kind of stimulus")
    parser.add_argument("--seed", type=int, default=1, help="another seed plants other signals")
    parser.add_argument("--longest", type=float, default=30.0, help="seconds of the longest file")
    parser.add_argument(
        "--margin", type=float, default=1.0, help="how many times another's median ours may be"
    )
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="kinds of stimulus")
    arguments = parser.parse_args()
    errors = Errors()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.files):
            for kind in arguments.kinds:
                path = Path(folder) / "planted.wav"
                errors.add(
                    planted_case(kind, path, [arguments.seed, number, KINDS.index(kind)], arguments.longest)
                )
    lost = table(errors, arguments.margin)
    print(
        f"{arguments.files} files of each of {len(arguments.kinds)} kinds, seed {arguments.seed}; median |error|"
    )
    for figure in lost:
        print(f"LARGER THAN A PEER'S: {figure}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
