"""WAV files: written as 24-bit with dither or as 32-bit floats, by our own lines, because scipy writes no 24 bits."""

import struct

import numpy as np

STEP_24 = 2.0**-23
FLOAT_FORMAT, INTEGER_FORMAT = 3, 1
# Variance of triangular dither of two steps and of the rounding after it, of full scale: a quarter of a step squared.
DITHER_24_VARIANCE = STEP_24**2 / 4


def header(rate_hz, channels, bits, frames):
    """The 44 bytes before the samples. Integers are `bits` = 24, floats 32."""
    frame_bytes = channels * bits // 8
    code = INTEGER_FORMAT if bits == 24 else FLOAT_FORMAT
    size = frames * frame_bytes
    form = struct.pack("<HHIIHH", code, channels, rate_hz, rate_hz * frame_bytes, frame_bytes, bits)
    return b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt \x10\x00\x00\x00" + form + b"data" + struct.pack("<I", size)


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
        floats = samples.astype("<f4")
        held, data = floats.astype(np.float64), floats.tobytes()
    path.write_bytes(header(rate_hz, samples.shape[1], bits, len(samples)) + data)
    return held


def read(path):
    """Sample rate in Hz and (frames, channels) of full scale, of files that [`write`] made."""
    data = path.read_bytes()
    channels, rate_hz = struct.unpack("<HI", data[22:28])
    (bits,) = struct.unpack("<H", data[34:36])
    if bits == 32:
        return rate_hz, np.frombuffer(data, "<f4", offset=44).astype(np.float64).reshape(-1, channels)
    bytes_ = np.frombuffer(data, np.uint8, offset=44).reshape(-1, 3)
    steps = np.zeros((len(bytes_), 4), np.uint8)
    steps[:, 1:] = bytes_
    return rate_hz, (steps.view("<i4").reshape(-1, channels) >> 8) * STEP_24
