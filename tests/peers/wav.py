"""WAV files: 24-bit with dither, 32 or 64-bit floats, by our own lines, because scipy writes no 24 bits."""

import struct

import numpy as np

STEP_24 = 2.0**-23
FLOAT_FORMAT, INTEGER_FORMAT = 3, 1
# Variance of triangular dither of two steps and of the rounding after it, of full scale: a quarter of a step squared.
DITHER_24_VARIANCE = STEP_24**2 / 4


def header(rate_hz, channels, bits, frames):
    """The 44 bytes before the samples. Integers are `bits` = 24, floats 32 or 64."""
    frame_bytes = channels * bits // 8
    code = INTEGER_FORMAT if bits == 24 else FLOAT_FORMAT
    size = frames * frame_bytes
    form = struct.pack("<HHIIHH", code, channels, rate_hz, rate_hz * frame_bytes, frame_bytes, bits)
    return (
        b"RIFF"
        + struct.pack("<I", size + 36)
        + b"WAVEfmt \x10\x00\x00\x00"
        + form
        + b"data"
        + struct.pack("<I", size)
    )


def dithered_24(samples, random):
    """Whole steps of 24 bits, as int32, by triangular dither. `samples` are of full scale."""
    dither = random.random(samples.shape) - random.random(samples.shape)
    return np.clip(np.rint(samples / STEP_24 + dither), -(2**23), 2**23 - 1).astype("<i4")


def packed_24(steps):
    """The three low bytes of every int32."""
    return np.ascontiguousarray(steps).view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def write(path, rate_hz, samples, bits, random):
    """Writes (frames, channels) of full scale; returns what the file then holds, as f64."""
    if bits == 24:
        steps = dithered_24(samples, random)
        held, data = steps * STEP_24, packed_24(steps)
    else:
        floats = samples.astype(f"<f{bits // 8}")
        held, data = floats.astype(np.float64), floats.tobytes()
    path.write_bytes(header(rate_hz, samples.shape[1], bits, len(samples)) + data)
    return held
