"""Weighting curves as power gains, and powers in decibels. dBFS is AES17: a full-scale sine reads 0."""

import numpy as np

BAND_HZ = (20.0, 20_000.0)
CCIR_LOWERED = 10 ** (-5.63 / 10)


def a_weighting(hz):
    """Power gain of the A curve (IEC 61672-1, annex E), 1 at 1 kHz."""
    p1, p2, p3, p4 = (pole**2 for pole in (20.598997, 107.65265, 737.86223, 12194.217))

    def gain(square):
        amplitude = p4 * square**2 / ((square + p1) * np.sqrt((square + p2) * (square + p3)) * (square + p4))
        return amplitude**2

    return gain(np.square(hz)) / gain(1e6)


def itu468(hz):
    """Power gain of the curve of ITU-R BS.468-4 in its rational form, 1 at 1 kHz."""

    def gain(f):
        real = -4.737338981378384e-24 * f**6 + 2.043828333606125e-15 * f**4 - 1.363894795463638e-7 * f**2 + 1
        imaginary = 1.306612257412824e-19 * f**5 - 2.118150887518656e-11 * f**3 + 5.559488023498642e-4 * f
        return f**2 / (real**2 + imaginary**2)

    return gain(np.asarray(hz, float)) / gain(1000.0)


def ccir_rms(hz):
    """Power gain of the CCIR-RMS curve (AES17): the 468 one lowered by 5.63 dB."""
    return CCIR_LOWERED * itu468(hz)


def in_band(hz):
    """Whether frequencies lie in band."""
    return (hz >= BAND_HZ[0]) & (hz <= BAND_HZ[1])


def db(power):
    """10·lg of a power ratio."""
    return 10 * np.log10(power)


def dbfs(mean_square):
    """AES17 level of a mean square."""
    return db(2 * mean_square)
