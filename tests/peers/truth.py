"""The true figures of a planted case, by definition id.

Keys are (figure, order of a line, channel). Noise counts as it lies in the file: the samples' own power in band, by a
transform of them alone. `planted:` figures count it as its planted density instead, which a longer file of the same
kind would show. `pysnr:` figures are what pysnr means by them, for all three methods.
"""

import numpy as np

from curves import BAND_HZ, a_weighting, ccir_rms, db, dbfs, in_band

PYSNR_HARMONICS = 6


class Noise:
    """Noise power of a side of a case: as it is in the file, or as planted."""

    def __init__(self, case, index, planted):
        self.case = case
        self.hz = np.fft.rfftfreq(case.frames, 1 / case.rate_hz)
        if planted:
            self.power = np.full(len(self.hz), case.density(case.sides[index]) * case.rate_hz / case.frames)
        else:
            self.power = 2 * np.abs(np.fft.rfft(case.noise[:, index]) / case.frames) ** 2
            self.power[-1] /= 1 if case.frames % 2 else 2
        self.power[0] = 0.0

    def sum(self, curve=None):
        """Mean square in band through a curve of power gains."""
        weights = in_band(self.hz) if curve is None else in_band(self.hz) * curve(self.hz)
        return float(weights @ self.power)

    def whole(self):
        """Mean square from 0 to half the sample rate."""
        return float(self.power.sum())


def powers(lines, where=in_band):
    """Mean square of the lines that lie where asked."""
    return sum(line.power for line in lines if where(line.hz))


def anywhere(_hz):
    return True


def wrapped(radians):
    return float(np.angle(np.exp(1j * radians)))


def sides(case, side, noise):
    """Figures of one channel in which noise has a part."""
    hum, harmonics = side.hum.values(), side.harmonics.values()
    found = {
        "noise.rms": dbfs(noise.sum()),
        "noise.total": dbfs(noise.sum() + powers(hum)),
        "noise.a": dbfs(noise.sum(a_weighting)),
        "noise.ccir_rms": dbfs(noise.sum(ccir_rms)),
        "noise.density": dbfs(noise.sum() / (BAND_HZ[1] - BAND_HZ[0])),
    }
    if side.tone:
        residual = powers(harmonics) + powers(hum) + noise.sum()
        everything = powers(harmonics, anywhere) + powers(hum, anywhere) + noise.whole()
        sinad = db(side.tone.power / everything)
        found |= {
            "thdn.aes17": db(residual / (residual + side.tone.power)),
            "thdn.f": db(residual / side.tone.power),
            "sinad.ieee1057": sinad,
            "enob": (sinad - 1.76 - dbfs(side.tone.power)) / 6.02,
            "snr": db(side.tone.power / noise.sum()),
            "thdn.split.noise": db(noise.sum() / (residual + side.tone.power)),
        }
    if case.kind == "quiet":
        weighted = sum(line.power * ccir_rms(line.hz) for line in [*harmonics, *hum] if in_band(line.hz))
        found["dr.aes17"] = -dbfs(weighted + noise.sum(ccir_rms))
    return found


def pysnr_forms(side, noise):
    """What pysnr means by its figures: 0 to half the rate, five harmonics, hum counted as noise."""
    counted = sum(line.power for k, line in side.harmonics.items() if k <= PYSNR_HARMONICS)
    others = sum(line.power for k, line in side.harmonics.items() if k > PYSNR_HARMONICS)
    rest = others + powers(side.hum.values(), anywhere) + noise.whole()
    strongest = max(line.power for line in [*side.harmonics.values(), *side.hum.values()])
    return {
        "pysnr: snr": db(side.tone.power / rest),
        "pysnr: sinad": db(side.tone.power / (rest + counted)),
        "pysnr: thd": db(counted / side.tone.power),
        "pysnr: sfdr": db(side.tone.power / strongest),
    }


def lines(case, index):
    """Figures of one channel in which noise has no part."""
    side = case.sides[index]
    held = case.held[:, index]
    found = {
        ("level.rms", ""): dbfs(np.mean(held**2)),
        ("level.peak", ""): db(np.max(np.abs(held)) ** 2),
        ("dc", ""): side.dc,
    }
    for m, line in side.hum.items():
        found[("hum line level", m)] = dbfs(line.power)
    if side.hum:
        found |= {("hum", ""): dbfs(powers(side.hum.values())), ("hum.mains", ""): case.mains_hz}
    return found | (tone(side) if side.tone else {}) | (products(side) if side.pair else {})


def tone(side):
    """Frequency, level, harmonics."""
    first = side.tone
    found = {("frequency", ""): first.hz, ("level.fundamental", ""): dbfs(first.power)}
    for k, line in side.harmonics.items():
        found[("harmonic level", k)] = db(line.power / first.power)
        found[("harmonic phase", k)] = wrapped(line.phase - k * first.phase)
    even = powers(line for k, line in side.harmonics.items() if k % 2 == 0)
    odd = powers(line for k, line in side.harmonics.items() if k % 2)
    ratio = (even + odd) / first.power
    forms = {
        "thd.f": ratio,
        "thd.r": ratio / (1 + ratio),
        "evenodd.even": even / first.power,
        "evenodd.odd": odd / first.power,
    }
    return found | {(name, ""): db(value) for name, value in forms.items() if value > 0}


def products(side):
    """Intermodulation of a pair."""
    low, high = (line.amplitude for line in side.pair)
    a = {orders: line.amplitude for orders, line in side.products.items()}
    if (2, -1) in a:
        second, third = a[(-1, 1)], a[(2, -1)] + a[(-1, 2)]
        found = {
            "imd.dfd2": second / (low + high),
            "imd.dfd3": third / (low + high),
            "imd.ccif": second / np.hypot(low, high),
        }
    else:
        name = "imd.smpte" if side.pair[0].hz < 100 else "imd.din"
        found = {name: np.hypot(a[(1, 1)] + a[(-1, 1)], a[(2, 1)] + a[(-2, 1)]) / high}
    return {(figure, ""): db(ratio**2) for figure, ratio in found.items()}


def between(case, noises):
    """Figures of the pair L to R."""
    left, right = case.sides
    if case.kind == "both":
        correlation = float(np.corrcoef(case.held, rowvar=False)[0, 1])
        level = db(right.tone.power / left.tone.power)
        return {
            ("balance.level", ""): level,
            ("balance.delay", ""): case.delay_frames,
            ("correlation", ""): correlation,
        }
    total = [powers(side.lines()) + noise.sum() for side, noise in zip(case.sides, noises)]
    return {
        ("xtalk.selective", ""): db(right.leak.power / left.tone.power),
        ("xtalk phase", ""): wrapped(right.leak.phase - left.tone.phase),
        ("xtalk.broadband", ""): db(total[1] / total[0]),
    }


def of(case):
    """All true figures."""
    found = {}
    noises = [Noise(case, index, planted=False) for index in range(len(case.sides))]
    for index, (side, noise) in enumerate(zip(case.sides, noises)):
        found |= {(*key, index): value for key, value in lines(case, index).items()}
        named = sides(case, side, noise)
        expected = sides(case, side, Noise(case, index, planted=True))
        named |= {"planted: " + figure: value for figure, value in expected.items()}
        named |= pysnr_forms(side, noise) if side.tone else {}
        found |= {(figure, "", index): value for figure, value in named.items()}
    if len(case.sides) == 2:
        found |= {(*key, "pair"): value for key, value in between(case, noises).items()}
    return found
