"""Groundtruth's figures of a file, by its command line's JSON, under the keys of `truth`."""

import json
import math
import os
import subprocess
from pathlib import Path

from truth import PYSNR_HARMONICS

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
# `cargo xtask` names the profile that it built.
PROFILE = os.environ.get("GROUNDTRUTH_PROFILE", "release")
PROGRAM = TARGET / PROFILE / ("groundtruth.exe" if os.name == "nt" else "groundtruth")


def report(path, *options):
    """The report of a file."""
    command = [PROGRAM, "measure", path, "--json", *options]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def value(reading):
    """A figure's value; `None` where it was refused."""
    return reading.get("value")


def channel(found, index):
    """One channel's figures and lines."""
    figures = {(figure, "", index): value(reading) for figure, reading in found["figures"].items()}
    figures |= {
        ("planted: " + figure, place, index): number for (figure, place, _), number in figures.items()
    }
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
    for index, side in enumerate(report(path, "--band", "full")["channels"]):
        figures |= {(figure, "", index): number for figure, number in pysnr_forms(side).items()}
    return figures


def pysnr_forms(side):
    """pysnr's definitions, put together from the report of a channel over the whole band."""
    figures = {figure: value(reading) for figure, reading in side["figures"].items()}
    if figures["level.fundamental"] is None or figures["noise.total"] is None:
        return {}
    first = 10 ** (figures["level.fundamental"] / 10)
    harmonics = {
        line["order"]: first * 10 ** (line["level_dbc"] / 10)
        for line in side["harmonics"]
        if not line["limit"]
    }
    others = [10 ** (line["level_dbfs"] / 10) for line in side["hum_lines"] + side["spurs"]]
    counted = sum(power for order, power in harmonics.items() if order <= PYSNR_HARMONICS)
    rest = 10 ** (figures["noise.total"] / 10) + sum(harmonics.values()) - counted
    ratios = {
        "snr": first / rest,
        "thd": counted / first,
        "sfdr": first / max([*harmonics.values(), *others, 1e-30]),
    }
    found = {"pysnr: " + name: 10 * math.log10(ratio) for name, ratio in ratios.items() if ratio > 0}
    return found | {"pysnr: sinad": figures["sinad.ieee1057"]}
