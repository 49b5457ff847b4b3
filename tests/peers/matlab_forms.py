"""pysnr's figures of a signal: MATLAB's algorithms on one Kaiser-windowed periodogram."""

import warnings

import numpy as np

from planted import PAIRS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pysnr


def measured(rate_hz, samples, kind):
    """Figures of every channel that has them, under the keys of `truth`. `samples` are (frames, channels)."""
    figures = {}
    with warnings.catch_warnings():
        # Its logarithms warn of an argument of their own.
        warnings.simplefilter("ignore")
        for index, signal in enumerate(samples.T):
            if kind == "dfd":
                figures[("imd.dfd3", "", index)] = third_order(signal, rate_hz)
            elif kind not in PAIRS and (kind == "both" or index == 0):
                for name in ("snr", "sinad", "thd", "sfdr"):
                    form = getattr(pysnr, f"{name}_signal")
                    figures[(f"pysnr: {name}", "", index)] = float(form(signal, rate_hz)[0])
    return figures


def third_order(signal, rate_hz):
    """The products of third order over the sum of the tones, in dB, from what `toi` finds."""
    _, tones, products = pysnr.toi_signal(signal, rate_hz)
    return float(20 * np.log10(np.sum(10 ** (products / 20)) / np.sum(10 ** (tones / 20))))
