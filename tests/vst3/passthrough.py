"""The built VST3 in a JUCE host: audio comes out bit for bit, state comes back.

Run by `cargo xtask test` in its own environment. Exit code 0 when every check holds.
"""

import os
import sys
from pathlib import Path

import numpy as np
from pedalboard import load_plugin

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
BUNDLE = TARGET / "bundled" / "Groundtruth.vst3"

# One frame, primes, powers of two, and the largest that the host offers.
BLOCK_FRAMES = [1, 7, 64, 512, 1021, 8192]
SAMPLE_RATES_HZ = [8_000, 44_100, 48_000, 192_000, 768_000]


def signals():
    """Stereo signals by name, float32, each longer than the largest block."""
    frames = 20_011
    random = np.random.default_rng(1)
    yield "noise", random.standard_normal((2, frames)).astype(np.float32)
    yield "zeros of both signs", np.where(random.random((2, frames)) < 0.5, 0.0, -0.0).astype(np.float32)
    # Every bit pattern is a float: NaN with any payload, infinities, subnormals among them.
    yield "random bits", random.integers(0, 2**32, (2, frames), dtype=np.uint32).view(np.float32)
    subnormal = random.integers(1, 2**23, (2, frames), dtype=np.uint32)
    yield "subnormals", subnormal.view(np.float32)
    yield "infinities", np.where(random.random((2, frames)) < 0.5, np.inf, -np.inf).astype(np.float32)
    yield "quiet NaN", np.full((2, frames), np.nan, dtype=np.float32)


def bits(samples):
    return np.ascontiguousarray(samples).view(np.uint32)


def audio_comes_out_bit_for_bit():
    plugin = load_plugin(str(BUNDLE))
    for name, sent in signals():
        for block in BLOCK_FRAMES:
            received = plugin.process(sent, 48_000, buffer_size=block, reset=False)
            assert received.shape == sent.shape, f"{name}, blocks of {block}: {received.shape}"
            altered = np.count_nonzero(bits(received) != bits(sent))
            assert altered == 0, f"{name}, blocks of {block}: {altered} samples altered"


def every_sample_rate_passes_audio():
    plugin = load_plugin(str(BUNDLE))
    sent = np.random.default_rng(2).standard_normal((2, 30_000)).astype(np.float32)
    for rate in SAMPLE_RATES_HZ:
        received = plugin.process(sent, rate, buffer_size=512, reset=True)
        assert np.array_equal(bits(received), bits(sent)), f"{rate} Hz"


def state_comes_back_in_another_instance():
    first = load_plugin(str(BUNDLE))
    untouched = first.raw_state
    names = list(first.parameters)
    assert "freeze" in names, f"parameters: {names}"
    assert first.freeze == "Running", first.freeze
    first.freeze = "Frozen"
    # The host hands a changed parameter over with the next block.
    first.process(np.zeros((2, 512), dtype=np.float32), 48_000, buffer_size=512, reset=False)
    saved = first.raw_state
    assert saved != untouched, "the state does not change with a parameter"
    second = load_plugin(str(BUNDLE))
    second.raw_state = saved
    assert second.freeze == "Frozen", second.freeze
    assert second.raw_state == saved, "the state changes when it is loaded and saved again"


def a_damaged_state_is_survived():
    plugin = load_plugin(str(BUNDLE))
    saved = plugin.raw_state
    for damaged in (b"", b"\0" * 64, saved[: len(saved) // 2], saved[::-1]):
        try:
            plugin.raw_state = damaged
        except Exception as refusal:  # the host may say what it thinks of it
            print(f"  refused: {refusal}")
    sent = np.random.default_rng(3).standard_normal((2, 5_000)).astype(np.float32)
    received = plugin.process(sent, 48_000, buffer_size=256)
    assert np.array_equal(bits(received), bits(sent))


CHECKS = [
    audio_comes_out_bit_for_bit,
    every_sample_rate_passes_audio,
    state_comes_back_in_another_instance,
    a_damaged_state_is_survived,
]


def main():
    if not BUNDLE.exists():
        sys.exit(f"no bundle at {BUNDLE}: run `cargo xtask bundle groundtruth-plugin --release` first")
    for check in CHECKS:
        check()
        print(f"vst3: {check.__name__.replace('_', ' ')}: ok", flush=True)
    print(f"vst3: {len(CHECKS)} checks passed")


if __name__ == "__main__":
    main()
