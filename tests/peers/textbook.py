"""A textbook measurement with scipy, of the same figures as Groundtruth's.

The fundamental by the four-parameter sine fit of IEEE 1057 (`curve_fit`); lines by a windowed Fourier sum at their
frequency; power sums over the lobes of a Blackman-Harris periodogram; noise by Welch's method on what the sine fit
leaves, with the other lines cut and filled; weightings by their analytic curves. Written from the textbooks. It is given
what only the signal's maker knows: which side is driven, and which kind of stimulus it is.
"""

import numpy as np
from scipy import optimize, signal

from curves import BAND_HZ, a_weighting, ccir_rms, db, dbfs, in_band
from planted import PAIRS
from truth import PYSNR_HARMONICS

WINDOW = "blackmanharris"
# Bins on either side of a line that its lobe takes.
LOBE = 4
HUM_ORDERS = 20
# Bins of the Welch spectrum, 1 Hz each, that a line takes and that fill its place.
CUT, FILL = 5, 60


def model(frames, *parameters):
    """Sines and a mean: (a, b, radians per frame) of each as `a·cos + b·sin`, then the mean."""
    total = np.full(len(frames), parameters[-1])
    for a, b, omega in zip(*[iter(parameters[:-1])] * 3):
        total += a * np.cos(omega * frames) + b * np.sin(omega * frames)
    return total


def slopes(frames, *parameters):
    """The model's derivatives."""
    columns = []
    for a, b, omega in zip(*[iter(parameters[:-1])] * 3):
        cosine, sine = np.cos(omega * frames), np.sin(omega * frames)
        columns += [cosine, sine, frames * (b * cosine - a * sine)]
    return np.stack([*columns, np.ones(len(frames))], axis=1)


def sine_fit(samples, starts):
    """Least squares by `curve_fit` from radians per frame; gives parameters, and what is left of the samples."""
    frames = np.arange(len(samples)) - len(samples) / 2
    guess = []
    for omega in starts:
        both = 2 * np.mean(samples * np.exp(1j * omega * frames))
        guess += [both.real, both.imag, omega]
    scale = np.array([1.0, 1.0, 2 / len(samples)] * len(starts) + [1.0])
    fitted, _ = optimize.curve_fit(
        lambda n, *p: model(n, *(p * scale)),
        frames,
        samples,
        p0=np.array([*guess, 0.0]) / scale,
        jac=lambda n, *p: slopes(n, *(p * scale)) * scale,
        ftol=1e-15,
        xtol=1e-15,
        gtol=1e-15,
    )
    fitted = fitted * scale
    return fitted, samples - model(frames, *fitted)


class Channel:
    """One channel's periodogram."""

    def __init__(self, rate_hz, samples):
        self.rate_hz, self.samples = rate_hz, samples
        self.hz, self.density = signal.periodogram(samples, rate_hz, WINDOW)
        self.window = signal.get_window(WINDOW, len(samples))

    def peak_hz(self, low_hz, high_hz):
        """The strongest bin's frequency, bent by a parabola through logarithms."""
        inside = np.flatnonzero((self.hz >= low_hz) & (self.hz <= high_hz))
        k = inside[np.argmax(self.density[inside])]
        below, at, above = np.log(self.density[k - 1 : k + 2] + 1e-300)
        return (k + 0.5 * (below - above) / (below - 2 * at + above)) * self.hz[1]

    def lobe(self, hz):
        """Mean square of a line by the sum over its lobe."""
        k = round(hz / self.hz[1])
        return self.density[max(k - LOBE, 0) : k + LOBE + 1].sum() * self.hz[1]

    def lobes(self, frequencies):
        return float(sum(self.lobe(hz) for hz in frequencies))

    def band(self):
        """Mean square in band, lines included."""
        return float(self.density[in_band(self.hz)].sum() * self.hz[1])

    def line(self, hz):
        """Complex amplitude at a frequency, as a sine at the middle of the record."""
        frames = np.arange(len(self.samples)) - len(self.samples) / 2
        turn = np.exp(-2j * np.pi * hz / self.rate_hz * frames)
        return 2j * np.sum(self.window * self.samples * turn) / np.sum(self.window)


class Floor:
    """Noise density of samples in which the lines at `lines` are cut."""

    def __init__(self, rate_hz, samples, lines):
        self.hz, density = signal.welch(samples, rate_hz, WINDOW, nperseg=min(rate_hz, len(samples)))
        cut = self.hz < CUT
        for line in lines:
            cut |= np.abs(self.hz - line) <= CUT
        beside = np.ones(2 * FILL + 1)
        mean = np.convolve(np.where(cut, 0, density), beside, "same") / np.maximum(
            np.convolve(~cut, beside, "same"), 1
        )
        self.density = np.where(cut, mean, density)

    def sum(self, curve=None):
        """Mean square in band through a curve of power gains."""
        weights = in_band(self.hz) if curve is None else in_band(self.hz) * curve(self.hz)
        return float(weights @ self.density) * self.hz[1]

    def whole(self):
        """Mean square from 0 to half the sample rate."""
        return float(self.density.sum()) * self.hz[1]


def mains_hz(channel, left):
    """The mains frequency by a sine fit on what the fundamental leaves, from the stronger of 50 and 60 Hz."""
    near = [channel.peak_hz(nominal * 0.995, nominal * 1.005) for nominal in (50, 60)]
    start = max(near, key=channel.lobe)
    fitted, _ = sine_fit(left, [2 * np.pi * start / channel.rate_hz])
    return fitted[2] * channel.rate_hz / (2 * np.pi)


def noise_figures(floor, hum):
    """Levels of the noise."""
    noise = floor.sum()
    return {
        "noise.rms": dbfs(noise),
        "noise.total": dbfs(noise + hum),
        "noise.a": dbfs(floor.sum(a_weighting)),
        "noise.ccir_rms": dbfs(floor.sum(ccir_rms)),
        "noise.density": dbfs(noise / (BAND_HZ[1] - BAND_HZ[0])),
    }


def sample_figures(samples):
    """What samples say by themselves."""
    return {
        "level.rms": dbfs(np.mean(samples**2)),
        "level.peak": db(np.max(np.abs(samples)) ** 2),
        "dc": float(np.mean(samples)),
    }


class Tone:
    """A driven channel."""

    def __init__(self, rate_hz, samples, with_hum):
        self.channel = Channel(rate_hz, samples)
        start = self.channel.peak_hz(100.0, rate_hz / 2)
        (a, b, omega, self.dc), self.left = sine_fit(samples, [2 * np.pi * start / rate_hz])
        self.hz = omega * rate_hz / (2 * np.pi)
        # a·cos + b·sin as the complex amplitude of a sine.
        self.amplitude = complex(b, a)
        self.power = abs(self.amplitude) ** 2 / 2
        self.mains = mains_hz(self.channel, self.left) if with_hum else None
        self.harmonics_hz = self.hz * np.arange(2, int(rate_hz / 2 / self.hz) + 1)
        self.hum_hz = self.mains * np.arange(1, HUM_ORDERS + 1) if with_hum else np.array([])

    def figures(self):
        """All figures of the channel, by (figure, place)."""
        hum = self.channel.lobes(self.hum_hz)
        floor = Floor(self.channel.rate_hz, self.left, [self.hz, *self.harmonics_hz, *self.hum_hz])
        found = sample_figures(self.channel.samples) | noise_figures(floor, hum) | self.ratios(floor)
        found |= {"dc": self.dc, "frequency": self.hz, "level.fundamental": dbfs(self.power)}
        if self.mains:
            found |= {"hum": dbfs(hum), "hum.mains": self.mains}
        figures = {(figure, ""): value for figure, value in found.items()}
        return figures | hum_lines(self.channel, self.hum_hz) | self.harmonics()

    def ratios(self, floor):
        """THD, THD+N, SINAD and their kin."""
        total, noise = self.channel.band(), floor.sum()
        residual = total - self.channel.lobe(self.hz)
        parts = {parity: self.distortion(parity) for parity in (0, 1)}
        thd = (parts[0] + parts[1]) / self.power
        sinad = db(self.power / np.var(self.left))
        rest = [hz for hz in (*self.harmonics_hz, *self.hum_hz) if in_band(hz)]
        weighted = sum(self.channel.lobe(hz) * ccir_rms(hz) for hz in rest) + floor.sum(ccir_rms)
        return {
            "thd.f": db(thd),
            "thd.r": db(thd / (1 + thd)),
            "evenodd.even": db(parts[0] / self.power),
            "evenodd.odd": db(parts[1] / self.power),
            "thdn.aes17": db(residual / total),
            "thdn.f": db(residual / self.power),
            "thdn.split.noise": db(noise / total),
            "sinad.ieee1057": sinad,
            "enob": (sinad - 1.76 - dbfs(self.power)) / 6.02,
            "snr": db(self.power / noise),
            "dr.aes17": -dbfs(weighted),
        } | self.pysnr_forms(sinad, floor)

    def pysnr_forms(self, sinad, floor):
        """The figures of pysnr's definitions."""
        others = [self.channel.lobe(hz) for hz in (*self.harmonics_hz, *self.hum_hz)]
        counted = self.channel.lobes(self.harmonics_hz[: PYSNR_HARMONICS - 1])
        snr = self.power / (floor.whole() + sum(others) - counted)
        forms = {"snr": snr, "thd": counted / self.power, "sfdr": self.power / max(others)}
        return {"pysnr: " + name: db(ratio) for name, ratio in forms.items()} | {"pysnr: sinad": sinad}

    def distortion(self, parity):
        """Mean square of the even (0) or odd (1) harmonics in band."""
        orders = np.arange(2, len(self.harmonics_hz) + 2)
        return (
            self.channel.lobes(self.harmonics_hz[(orders % 2 == parity) & in_band(self.harmonics_hz)])
            or 1e-300
        )

    def harmonics(self):
        """Levels over the fundamental and phases, to the 14th."""
        found = {}
        for k, hz in enumerate(self.harmonics_hz[:13], start=2):
            line = self.channel.line(hz)
            found[("harmonic level", k)] = db(abs(line) ** 2 / 2 / self.power)
            found[("harmonic phase", k)] = float(np.angle(line * self.amplitude.conjugate() ** k))
        return found


def hum_lines(channel, hum_hz):
    """Levels of the mains lines."""
    return {("hum line level", m): dbfs(channel.lobe(hz)) for m, hz in enumerate(hum_hz, start=1)}


def undriven(rate_hz, samples, tone):
    """Figures of a channel into which `tone` leaks, and the leak's complex amplitude."""
    channel = Channel(rate_hz, samples)
    leak = channel.line(tone.hz)
    mains = mains_hz(channel, samples)
    hum_hz = mains * np.arange(1, HUM_ORDERS + 1)
    hum = channel.lobes(hum_hz)
    floor = Floor(rate_hz, samples, [tone.hz, *hum_hz])
    found = sample_figures(samples) | noise_figures(floor, hum) | {"hum": dbfs(hum), "hum.mains": mains}
    broadband = db(channel.band() / tone.channel.band())
    return (
        {(figure, ""): value for figure, value in found.items()} | hum_lines(channel, hum_hz),
        leak,
        broadband,
    )


def pair_figures(rate_hz, samples):
    """Intermodulation of two tones, by the products' amplitudes."""
    channel = Channel(rate_hz, samples)
    first = channel.peak_hz(20.0, rate_hz / 2)
    apart = max(30.0, 0.02 * first)
    others = [
        channel.peak_hz(first + apart, rate_hz / 2),
        channel.peak_hz(20.0, first - apart) if first > 100 else first,
    ]
    second = max((hz for hz in others if hz != first), key=channel.lobe)
    starts = [2 * np.pi * hz / rate_hz for hz in sorted((first, second))]
    fitted, left = sine_fit(samples, starts)
    low, high = np.hypot(fitted[0], fitted[1]), np.hypot(fitted[3], fitted[4])
    low_hz, high_hz = fitted[2] * rate_hz / (2 * np.pi), fitted[5] * rate_hz / (2 * np.pi)

    def a(m, n):
        return abs(channel.line(m * low_hz + n * high_hz))

    if low > 2 * high:
        ratio = np.hypot(a(1, 1) + a(-1, 1), a(2, 1) + a(-2, 1)) / high
        ratios = {"imd.smpte" if low_hz < 100 else "imd.din": ratio}
    else:
        third = a(2, -1) + a(-1, 2)
        ratios = {
            "imd.dfd2": a(-1, 1) / (low + high),
            "imd.dfd3": third / (low + high),
            "imd.ccif": a(-1, 1) / np.hypot(low, high),
        }
    products = [m * low_hz + n * high_hz for m, n in [(-1, 1), (1, 1), (-2, 1), (2, 1), (2, -1), (-1, 2)]]
    floor = Floor(rate_hz, left, [low_hz, high_hz, *(hz for hz in products if 0 < hz < rate_hz / 2)])
    found = (
        sample_figures(samples)
        | noise_figures(floor, 0.0)
        | {figure: db(value**2) for figure, value in ratios.items()}
    )
    return {(figure, ""): value for figure, value in (found | {"dc": fitted[-1]}).items()}


def measured(rate_hz, samples, kind):
    """All figures of a file, under the keys of `truth`. `samples` are (frames, channels)."""
    if kind in PAIRS:
        channels, between = [pair_figures(rate_hz, samples[:, 0])], {}
    else:
        left = Tone(rate_hz, samples[:, 0], with_hum=kind != "both")
        channels, between = [left.figures()], {}
    if kind == "tone":
        figures, leak, broadband = undriven(rate_hz, samples[:, 1], left)
        level, phase = db(abs(leak) ** 2 / 2 / left.power), float(np.angle(leak / left.amplitude))
        between = {"xtalk.selective": level, "xtalk phase": phase, "xtalk.broadband": broadband}
        channels.append(figures)
    elif kind == "both":
        right = Tone(rate_hz, samples[:, 1], with_hum=False)
        channels.append(right.figures())
        between = balance(left, right, samples)
    figures = {(*key, index): value for index, side in enumerate(channels) for key, value in side.items()}
    figures |= {
        ("planted: " + figure, place, index): value for (figure, place, index), value in figures.items()
    }
    return figures | {(figure, "", "pair"): value for figure, value in between.items()}


def balance(left, right, samples):
    """Match of two channels with the same tone."""
    turn = np.angle(left.amplitude / right.amplitude)
    correlation = float(np.corrcoef(samples, rowvar=False)[0, 1])
    delay = float(turn / (2 * np.pi * left.hz) * left.channel.rate_hz)
    return {"balance.level": db(right.power / left.power), "balance.delay": delay, "correlation": correlation}
