"""Groundtruth against an independent twin, figure by figure, on the same files.

The twin (`twin_fit`) is a plain f64 least-squares fit of everything that is planted. Where the file holds no noise but
its own rounding, both must agree to rounding; in noise they may differ by what their weights explain. Fails where not.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

import ours
import planted
import truth
from curves import db, dbfs, in_band
from twin_fit import Row, fit, solve

RATE_HZ, FRAMES = 48_000, 24_000
# Without noise in 64-bit floats, then with noise in 32-bit ones: dBFS and bits.
RECORDS = [(-np.inf, 64), (-150.0, 32), (-90.0, 32), (-90.0, 32)]
# A Hann-weighted line spreads 1.95 times the Cramér–Rao variance of the twin's even weights; the difference of an
# efficient and another estimator has the difference of their variances. 4.5 of those deviations are one in 150 000.
DEVIATIONS, EXCESS = 4.5, 0.95
# A Hann-weighted frequency spreads by 1.53 times the bound.
FREQUENCY_EXCESS = 1.53**2 - 1
# Our noise is read through a window from one record whose power spreads 1.33 times as even weights do; both read the
# same noise, cut at other places.
NOISE_SPREAD = 1.33
# Arithmetic: transforms and least squares in f64 over 24 000 frames, beside a tone at −6 dBFS; a frequency's grows as
# its line stands below the tone.
ROUNDING_DB, ROUNDING_RAD, ROUNDING_DC, TONE_ROUNDING_HZ = 1e-8, 1e-9, 1e-12, 1e-10
# Noise below this is the arithmetic's own.
ROUNDING_NOISE_DBFS = -200.0


def case(folder, seed, noise_dbfs, bits):
    """A record short enough for a dense fit: tone, harmonics, hum and DC on L, a leak on R."""
    random = np.random.default_rng(seed)
    side = lambda: planted.Side(
        noise_rms=planted.amplitude(noise_dbfs) / np.sqrt(2), dc=float(random.uniform(-1e-3, 1e-3))
    )
    left, right = side(), side()
    phase = lambda: float(random.uniform(-np.pi, np.pi))
    mains_hz, hz = 50 + float(random.uniform(-0.1, 0.1)), float(random.uniform(1010.0, 1040.0))
    left.tone = planted.Line(hz, planted.amplitude(-6.0), phase())
    left.harmonics = {
        k: planted.Line(k * hz, planted.amplitude(-6.0 + random.uniform(-90, -60)), phase())
        for k in (2, 3, 5, 9)
    }
    left.hum = {
        m: planted.Line(m * mains_hz, planted.amplitude(random.uniform(-70, -60)), phase()) for m in (1, 2, 3)
    }
    right.leak = planted.Line(hz, planted.amplitude(-66.0), phase())
    made = planted.Case("tone", RATE_HZ, FRAMES, bits, [left, right], folder / "twin.wav", mains_hz)
    made.write(random)
    return made


class Twin:
    """The twin's figures of a case."""

    def __init__(self, made):
        turn = 2 * np.pi / RATE_HZ
        left = made.sides[0]
        harmonics = [k for k in range(1, 40) if in_band(k * left.tone.hz)]
        # Begins a third of a bin beside, as any search would.
        self.tone = Row((left.tone.hz + 0.6) * turn, harmonics)
        self.mains = Row((made.mains_hz - 0.4) * turn, [1, 2, 3, 4])
        self.dc, self.left = fit(made.held[:, 0], [self.tone, self.mains])
        self.leak = Row(self.tone.omega, [1])
        # R knows the frequency from L: one linear solution.
        solve(made.held[:, 1], [self.leak], moves=False)

    def figures(self):
        """Under the keys of `truth`."""
        power = {k: abs(a) ** 2 / 2 for k, a in self.tone.amplitudes.items()}
        first, thd = power[1], sum(power[k] for k in power if k > 1)
        hum = {m: abs(a) ** 2 / 2 for m, a in self.mains.amplitudes.items()}
        spectrum = 2 * np.abs(np.fft.rfft(self.left) / FRAMES) ** 2
        noise = spectrum[in_band(np.fft.rfftfreq(FRAMES, 1 / RATE_HZ))].sum()
        residual = thd + sum(hum.values()) + noise
        relative = self.leak.amplitudes[1] / self.tone.amplitudes[1]
        per_hz = RATE_HZ / (2 * np.pi)
        found = {
            ("frequency", "", 0): self.tone.omega * per_hz,
            ("hum.mains", "", 0): self.mains.omega * per_hz,
        }
        found |= {
            ("dc", "", 0): self.dc,
            ("level.fundamental", "", 0): dbfs(first),
            ("thd.f", "", 0): db(thd / first),
        }
        found[("thdn.f", "", 0)] = db(residual / first)
        if dbfs(noise) > ROUNDING_NOISE_DBFS:
            found[("noise.rms", "", 0)] = dbfs(noise)
        found |= {
            ("xtalk.selective", "", "pair"): db(abs(relative) ** 2),
            ("xtalk phase", "", "pair"): float(np.angle(relative)),
        }
        for k in (2, 3, 5, 9):
            found[("harmonic level", k, 0)] = db(power[k] / first)
            turned = self.tone.amplitudes[k] * self.tone.amplitudes[1].conjugate() ** k
            found[("harmonic phase", k, 0)] = float(np.angle(turned))
        found |= {("hum line level", m, 0): dbfs(hum[m]) for m in (1, 2, 3)}
        return found


def line_bound(amplitude, noise_rms):
    """Allowed difference of a line's amplitude, relative (and of its phase, in radians)."""
    return DEVIATIONS * np.sqrt(EXCESS * 2 / FRAMES) * noise_rms / amplitude


def frequency_bound(line, tone, noise_rms):
    """Allowed difference of a frequency in Hz, by the Cramér–Rao bound of its line."""
    bound = np.sqrt(24 / FRAMES**3) * noise_rms / line.amplitude * RATE_HZ / (2 * np.pi)
    return TONE_ROUNDING_HZ * tone.amplitude / line.amplitude + DEVIATIONS * np.sqrt(FREQUENCY_EXCESS) * bound


def bounds(made):
    """Allowed difference by key, and why it is that."""
    left, right = made.sides
    noise_rms = float(np.std(made.noise[:, 0]))
    decibels = lambda amplitude: ROUNDING_DB + 20 / np.log(10) * line_bound(amplitude, noise_rms)
    allowed = {("level.fundamental", "", 0): decibels(left.tone.amplitude)}
    allowed[("frequency", "", 0)] = frequency_bound(left.tone, left.tone, noise_rms)
    allowed[("hum.mains", "", 0)] = frequency_bound(left.hum[1], left.tone, noise_rms)
    allowed[("dc", "", 0)] = ROUNDING_DC + DEVIATIONS * noise_rms / np.sqrt(FRAMES)
    for k, line in left.harmonics.items():
        allowed[("harmonic level", k, 0)] = decibels(line.amplitude)
        allowed[("harmonic phase", k, 0)] = ROUNDING_RAD + line_bound(line.amplitude, noise_rms)
    allowed |= {("hum line level", m, 0): decibels(line.amplitude) for m, line in left.hum.items()}
    distortion = np.sqrt(sum(line.amplitude**2 for line in left.harmonics.values()))
    # The other orders in band hold noise: the twin sums it, ours takes its mean off.
    orders = int(20_000 / left.tone.hz)
    bias = orders * 4 * noise_rms**2 / FRAMES / (distortion**2 / 2)
    allowed[("thd.f", "", 0)] = decibels(distortion) + 10 / np.log(10) * 3 * bias
    noise_db = 10 / np.log(10) * DEVIATIONS * NOISE_SPREAD * np.sqrt(1 / (FRAMES / 2))
    allowed |= {
        ("noise.rms", "", 0): noise_db,
        ("thdn.f", "", 0): decibels(distortion) + noise_db * noise_rms**2 / (distortion**2 / 2),
    }
    # Both sides have noise alike.
    allowed[("xtalk.selective", "", "pair")] = decibels(right.leak.amplitude)
    allowed[("xtalk phase", "", "pair")] = ROUNDING_RAD + line_bound(right.leak.amplitude, noise_rms)
    return allowed


def compare(made):
    """Prints the differences of one file; gives how many are too large."""
    twin, own, allowed = Twin(made).figures(), ours.measured(made.path), bounds(made)
    failures = 0
    for key, value in twin.items():
        figure, place, _ = key
        difference = abs(own[key] - value)
        if "phase" in figure:
            difference = abs(truth.wrapped(own[key] - value))
        is_within = difference <= allowed[key]
        failures += not is_within
        verdict = "" if is_within else "  TOO LARGE"
        numbers = f"{own[key]:>20.12g} {value:>20.12g} {difference:>10.2e} {allowed[key]:>10.2e}"
        print(f"  {f'{figure} {place}':<24} {numbers}{verdict}")
    return failures


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed, (noise_dbfs, bits) in enumerate(RECORDS):
            print(
                f"noise {noise_dbfs:6} dBFS{'':<8} {'ours':>20} {'twin':>20} {'difference':>10} {'allowed':>10}"
            )
            failures += compare(case(Path(folder), seed, noise_dbfs, bits))
    print(f"{failures} figures differ by more than is allowed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
