"""The least that scipy can do for levels: one Welch spectrum per channel, and sums over it.

No fits, no phases, no intervals, no faults looked for: frequency by a parabola, powers over lobes and bands.
"""

import numpy as np
from scipy import signal

from curves import a_weighting, ccir_rms, db, dbfs, in_band
from textbook import HUM_ORDERS, LOBE, WINDOW

SEGMENT = 1 << 17


class Spectrum:
    """Mean squares per bin of one channel, added up over blocks of the file."""

    def __init__(self, rate_hz):
        self.rate_hz, self.power, self.blocks = rate_hz, 0.0, 0
        self.squares, self.total, self.peak, self.frames = 0.0, 0.0, 0.0, 0

    def add(self, samples):
        """Takes a block."""
        self.hz, density = signal.welch(samples, self.rate_hz, WINDOW, nperseg=min(SEGMENT, len(samples)))
        self.power = self.power + density * self.hz[1]
        self.blocks += 1
        self.squares += float(samples @ samples)
        self.total += float(samples.sum())
        self.peak = max(self.peak, float(np.abs(samples).max()))
        self.frames += len(samples)

    def lobe(self, hz):
        """Bins of a line."""
        k = round(hz / self.hz[1])
        return slice(max(k - LOBE, 0), k + LOBE + 1)

    def figures(self, tone_hz=None):
        """Levels, ratios, noise."""
        power = self.power / self.blocks
        k = int(np.argmax(power[LOBE:])) + LOBE
        below, at, above = np.log(power[k - 1 : k + 2])
        tone_hz = tone_hz or (k + 0.5 * (below - above) / (below - 2 * at + above)) * self.hz[1]
        mains = max((50.0, 60.0), key=lambda hz: power[self.lobe(hz)].sum())
        harmonics = [tone_hz * order for order in range(2, int(20_000 / tone_hz) + 1)]
        tone, total = power[self.lobe(tone_hz)].sum(), power[in_band(self.hz)].sum()
        thd = sum(power[self.lobe(hz)].sum() for hz in harmonics) / tone
        hum_hz = [mains * order for order in range(1, HUM_ORDERS + 1)]
        noise = power.copy()
        for hz in (tone_hz, *harmonics, *hum_hz):
            place = self.lobe(hz)
            noise[place] = (noise[place.start - 1] + noise[place.stop]) / 2
        noise *= in_band(self.hz)
        found = {
            "frequency": tone_hz,
            "level.fundamental": dbfs(tone),
            "thd.f": db(thd),
            "thd.r": db(thd / (1 + thd)),
        }
        found |= {
            "thdn.aes17": db(1 - tone / total),
            "hum": dbfs(sum(power[self.lobe(hz)].sum() for hz in hum_hz)),
        }
        found |= {"noise.rms": dbfs(noise.sum()), "noise.a": dbfs(noise @ a_weighting(self.hz))}
        found |= {"noise.ccir_rms": dbfs(noise @ ccir_rms(self.hz)), "snr": db(tone / noise.sum())}
        found |= {
            "level.rms": dbfs(self.squares / self.frames),
            "level.peak": db(self.peak**2),
            "dc": self.total / self.frames,
        }
        return found | {"total": total}


def measured(rate_hz, blocks):
    """Figures of both channels and the crosstalk, from blocks of (frames, 2)."""
    spectra = [Spectrum(rate_hz), Spectrum(rate_hz)]
    for block in blocks:
        for side, spectrum in enumerate(spectra):
            spectrum.add(np.ascontiguousarray(block[:, side]))
    left = spectra[0].figures()
    right = spectra[1].figures(left["frequency"])
    crosstalk = {"xtalk.selective": right["level.fundamental"] - left["level.fundamental"]}
    return left, right, crosstalk | {"xtalk.broadband": db(right["total"] / left["total"])}
