"""A long capture for the clock: a tone at −6 dBFS with harmonics, hum and noise on L, and what leaks of it on R."""

import numpy as np

import wav
from planted import Line, amplitude

RATE_HZ, BITS, SEED = 96_000, 24, 5
TONE_HZ, MAINS_HZ, NOISE_DBFS = 997.03, 50.013, -112.0
HARMONICS_DBC = {2: -82.0, 3: -90.0, 4: -101.0, 5: -97.0, 7: -108.0, 9: -112.0}
HUM_DBFS = {1: -95.0, 2: -112.0, 3: -104.0, 5: -110.0, 7: -114.0}
LEAK_DB, LEAK_RAD = -72.0, 2.9


def sides():
    """Lines of L and R."""
    hum = [Line(m * MAINS_HZ, amplitude(level), 0.3 * m) for m, level in HUM_DBFS.items()]
    tone = Line(TONE_HZ, amplitude(-6.0), 0.4)
    harmonics = [
        Line(k * TONE_HZ, tone.amplitude * amplitude(level), 0.7 * k) for k, level in HARMONICS_DBC.items()
    ]
    return [tone, *harmonics, *hum], [
        Line(TONE_HZ, tone.amplitude * amplitude(LEAK_DB), 0.4 + LEAK_RAD),
        *hum,
    ]


def second(number, random):
    """One second of both sides, (frames, 2)."""
    frame = number * RATE_HZ + np.arange(RATE_HZ)
    block = amplitude(NOISE_DBFS) / np.sqrt(2) * random.standard_normal((RATE_HZ, 2))
    for side, lines in enumerate(sides()):
        for line in lines:
            turns = np.remainder(frame * (line.hz / RATE_HZ), 1.0)
            block[:, side] += line.amplitude * np.sin(2 * np.pi * turns + line.phase)
    return block


def ensure(path, seconds):
    """Writes the file if it is not there yet."""
    frames = seconds * RATE_HZ
    header = wav.header(RATE_HZ, 2, BITS, frames)
    if path.exists() and path.stat().st_size == len(header) + frames * 2 * BITS // 8:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(SEED)
    with open(path, "wb") as file:
        file.write(header)
        for number in range(seconds):
            file.write(wav.packed_24(wav.dithered_24(second(number, random), random)))
