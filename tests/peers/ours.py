"""Groundtruth's figures of a file, by its command line's JSON, under the keys of `truth`."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
PROGRAM = TARGET / "release" / ("groundtruth.exe" if os.name == "nt" else "groundtruth")


def report(path):
    """The report of a file."""
    return json.loads(subprocess.run([PROGRAM, "measure", path, "--json"], check=True, stdout=subprocess.PIPE).stdout)


def value(reading):
    """A figure's value; `None` where it was refused."""
    return reading.get("value")


def channel(found, index):
    """One channel's figures and lines."""
    figures = {(figure, "", index): value(reading) for figure, reading in found["figures"].items()}
    figures |= {("planted: " + figure, place, index): number for (figure, place, _), number in figures.items()}
    for line in found["harmonics"]:
        figures[("harmonic level", line["order"], index)] = line["level_dbc"]
        figures[("harmonic phase", line["order"], index)] = line["phase_rad"]
    for line in found["hum_lines"]:
        figures[("hum line level", line["order"], index)] = line["level_dbfs"]
    return figures


def measured(path):
    """All figures of a file."""
    found = report(path)
    figures = {}
    for index, side in enumerate(found["channels"]):
        figures |= channel(side, index)
    for pair in found["pairs"]:
        if (pair["from"], pair["to"]) == ("L", "R"):
            figures |= {(figure, "", "pair"): value(reading) for figure, reading in pair["figures"].items()}
            figures[("xtalk phase", "", "pair")] = pair["figures"]["xtalk.selective"].get("phase_rad")
    return figures
