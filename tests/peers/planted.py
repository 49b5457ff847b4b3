"""Random signals with known answers, and the samples of them.

Every signal is a sum of lines, DC and white Gaussian noise, of full scale, written as 24-bit with dither or as 32-bit
floats. What is drawn keeps three distances, so that every figure has one answer that any method can give: lines stand
5 Hz apart or more, none within 10 Hz of the band's edges, each 10 dB or more over the noise under it in a transform
of the whole file.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.fft import next_fast_len

import wav
from curves import BAND_HZ

RATES_HZ = (44_100, 48_000, 96_000)
SPACING_HZ, EDGE_HZ, OVER_NOISE = 5.0, 10.0, 10.0
MAINS_ORDERS = range(1, 11)
# Low and high tone in Hz, and their ratio in amplitude.
PAIRS = {"smpte": (60.0, 7000.0, 4.0), "din": (250.0, 8000.0, 4.0), "dfd": (19e3, 20e3, 1.0)}


@dataclass
class Line:
    """`amplitude·sin(2π·hz·t + phase)`, t from the first frame; amplitude as peak of full scale."""

    hz: float
    amplitude: float
    phase: float

    @property
    def power(self):
        """Mean square."""
        return self.amplitude**2 / 2


@dataclass
class Side:
    """One channel: its lines by what they are, and the rest."""

    noise_rms: float
    dc: float = 0.0
    tone: Line | None = None
    leak: Line | None = None
    harmonics: dict[int, Line] = field(default_factory=dict)
    hum: dict[int, Line] = field(default_factory=dict)
    pair: tuple[Line, Line] | None = None
    products: dict[tuple[int, int], Line] = field(default_factory=dict)

    def lines(self):
        """All of them."""
        single = [line for line in (self.tone, self.leak) if line]
        return single + [
            *self.harmonics.values(),
            *self.hum.values(),
            *(self.pair or ()),
            *self.products.values(),
        ]


@dataclass
class Case:
    """A planted file. `held` is what it holds, `noise` what of it no line or DC is; both (frames, channels)."""

    kind: str
    rate_hz: int
    frames: int
    bits: int
    sides: list[Side]
    path: Path
    mains_hz: float = 0.0
    held: np.ndarray | None = None
    noise: np.ndarray | None = None
    delay_frames: float = 0.0

    def write(self, random):
        """Makes the samples and the file."""
        clean = np.stack([self.clean(side) for side in self.sides], axis=1)
        rms = np.array([side.noise_rms for side in self.sides])
        self.held = wav.write(
            self.path, self.rate_hz, clean + rms * random.standard_normal(clean.shape), self.bits, random
        )
        self.noise = self.held - clean

    def clean(self, side):
        """A side without noise."""
        samples = np.full(self.frames, side.dc)
        frame = np.arange(self.frames)
        for line in side.lines():
            turns = np.remainder(frame * (line.hz / self.rate_hz), 1.0)
            samples += line.amplitude * np.sin(2 * np.pi * turns + line.phase)
        return samples

    def density(self, side):
        """Planted noise power per Hz, the file's own dither in it."""
        variance = side.noise_rms**2 + (wav.DITHER_24_VARIANCE if self.bits == 24 else 0.0)
        return variance / (self.rate_hz / 2)


def amplitude(level_dbfs):
    """Peak amplitude of a sine at a level."""
    return 10 ** (level_dbfs / 20)


def log_uniform(random, low, high):
    """A number whose logarithm is spread evenly."""
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


class Draw:
    """Draws one case."""

    def __init__(self, kind, path, seed, longest_s):
        self.random = np.random.default_rng(seed)
        rate_hz = int(self.random.choice(RATES_HZ))
        seconds = log_uniform(self.random, 2.0, longest_s)
        frames = next_fast_len(int(seconds * rate_hz), real=True)
        bits = int(self.random.choice([24, 32]))
        self.case = Case(kind, rate_hz, frames, bits, [], path)

    def made(self):
        """The case with its file written."""
        single = {"tone": self.one_side, "both": self.both_sides, "quiet": self.quiet}
        single.get(self.case.kind, self.pair)()
        self.case.write(self.random)
        return self.case

    def phase(self):
        return float(self.random.uniform(-np.pi, np.pi))

    def side(self):
        """Noise and DC of a side."""
        noise_dbfs = self.random.uniform(-130.0, -85.0)
        return Side(noise_rms=amplitude(noise_dbfs) / np.sqrt(2), dc=float(self.random.uniform(-1e-3, 1e-3)))

    def least(self, side):
        """Amplitude of the weakest line that is planted on a side."""
        under = 2 * self.case.density(side) * self.case.rate_hz / self.case.frames
        return float(np.sqrt(2 * OVER_NOISE * under))

    def line(self, hz, level_dbfs, side):
        return Line(hz, max(amplitude(level_dbfs), self.least(side)), self.phase())

    def one_side(self):
        """L with tone, harmonics and hum; R with what leaks, and hum of its own."""
        left, right = self.side(), self.side()
        self.case.sides = [left, right]
        self.case.mains_hz = float(self.random.choice([50, 60]) * (1 + self.random.uniform(-1e-3, 1e-3)))
        left.tone = Line(self.clear_tone_hz(), amplitude(self.random.uniform(-20.0, -1.0)), self.phase())
        self.add_harmonics(left)
        self.add_hum(left)
        self.add_hum(right)
        level = 20 * np.log10(left.tone.amplitude) + self.random.uniform(-110.0, -40.0)
        right.leak = self.line(left.tone.hz, level, right)

    def quiet(self):
        """As AES17 has it for dynamic range: 997 Hz at −60 dBFS, on one channel."""
        side = self.side()
        side.noise_rms = min(side.noise_rms, amplitude(-95.0))
        self.case.sides = [side]
        self.case.mains_hz = float(50 * (1 + self.random.uniform(-1e-3, 1e-3)))
        side.tone = Line(
            997.0 + self.random.uniform(-1, 1),
            amplitude(-60.0 + self.random.uniform(-0.5, 0.5)),
            self.phase(),
        )
        self.add_harmonics(side, orders=range(2, 4), levels_dbc=(-55.0, -35.0))
        self.add_hum(side)

    def both_sides(self):
        """The same tone on both, unlike in level and delayed; harmonics on both."""
        left, right = self.side(), self.side()
        self.case.sides = [left, right]
        left.tone = Line(self.clear_tone_hz(), amplitude(self.random.uniform(-20.0, -1.0)), self.phase())
        ratio, half_period = amplitude(self.random.uniform(-3.0, 0.0)), self.case.rate_hz / left.tone.hz / 2
        delay_frames = self.random.uniform(-1, 1) * min(20.0, 0.9 * half_period)
        phase = left.tone.phase - 2 * np.pi * left.tone.hz / self.case.rate_hz * delay_frames
        right.tone = Line(left.tone.hz, left.tone.amplitude * ratio, float(phase))
        self.case.delay_frames = float(delay_frames)
        self.add_harmonics(left)
        self.add_harmonics(right)

    def pair(self):
        """Two tones on one channel and their products of second and third order."""
        side = self.side()
        self.case.sides = [side]
        low_hz, high_hz, ratio = PAIRS[self.case.kind]
        high_hz *= 1 + self.random.uniform(-1e-3, 0)
        level = amplitude(self.random.uniform(-20.0, -2.0)) / (ratio + 1)
        side.pair = (Line(low_hz, level * ratio, self.phase()), Line(high_hz, level, self.phase()))
        orders = (
            [(-1, 1), (2, -1), (-1, 2)] if self.case.kind == "dfd" else [(1, 1), (-1, 1), (2, 1), (-2, 1)]
        )
        for a, b in orders:
            level_dbfs = 20 * np.log10(level) + self.random.uniform(-100.0, -50.0)
            side.products[(a, b)] = self.line(a * low_hz + b * high_hz, level_dbfs, side)

    def clear_tone_hz(self):
        """A fundamental whose harmonics keep their distance from hum and from the band's edges."""
        mains = self.case.mains_hz * np.arange(1, 21) if self.case.mains_hz else np.array([-1e9])
        while True:
            hz = log_uniform(self.random, 150.0, 9000.0)
            multiples = hz * np.arange(1, 100)
            apart = np.abs(multiples[:, None] - mains[None, :]).min() >= SPACING_HZ
            folded = np.abs((multiples + self.case.rate_hz / 2) % self.case.rate_hz - self.case.rate_hz / 2)
            if (
                apart
                and np.abs(folded - BAND_HZ[1]).min() >= EDGE_HZ
                and abs(folded - BAND_HZ[0]).min() >= EDGE_HZ
            ):
                return hz

    def add_harmonics(self, side, orders=range(2, 15), levels_dbc=(-110.0, -50.0)):
        """Some of the orders below half the sample rate, the second always."""
        below = [k for k in orders if k * side.tone.hz < self.case.rate_hz / 2 - 500]
        chosen = [k for k in below if k == 2 or self.random.random() < 0.6]
        for k in chosen:
            level = 20 * np.log10(side.tone.amplitude) + self.random.uniform(*levels_dbc)
            side.harmonics[k] = self.line(k * side.tone.hz, level, side)

    def add_hum(self, side):
        """The mains and some multiples, falling: none louder than the mains."""
        first_dbfs = self.random.uniform(-105.0, -65.0)
        for m in MAINS_ORDERS:
            if m == 1 or self.random.random() < 0.4:
                level = first_dbfs - (0 if m == 1 else self.random.uniform(3.0, 25.0))
                side.hum[m] = self.line(m * self.case.mains_hz, level, side)
