"""The built VST3 in a JUCE host: audio comes out bit for bit, state comes back, no parameter is seen.

Run by `cargo xtask test` in its own environment. Exit code 0 when every check holds.
"""

import json
import os
import struct
import sys
import tempfile
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


def component_state(preset):
    """The plugin's own JSON in a .vstpreset: a list at the end says where each chunk lies."""
    place = int.from_bytes(preset[40:48], "little")
    assert preset[place : place + 4] == b"List", preset[place : place + 4]
    count = int.from_bytes(preset[place + 4 : place + 8], "little")
    for index in range(count):
        kind, start, length = struct.unpack_from("<4sqq", preset, place + 8 + 20 * index)
        if kind == b"Comp":
            return json.loads(preset[start : start + length])
    raise AssertionError("a preset without the plugin's state")


def preset_with(preset, state):
    """The same preset with another state of the plugin."""
    content = json.dumps(state).encode()
    entries = b"List" + struct.pack("<i4sqq", 1, b"Comp", 48, len(content))
    return preset[:40] + struct.pack("<q", 48 + len(content)) + content + entries


def there_are_no_parameters():
    plugin = load_plugin(str(BUNDLE))
    assert list(plugin.parameters) == [], f"parameters: {list(plugin.parameters)}"


def state_comes_back_in_another_instance():
    first = load_plugin(str(BUNDLE))
    untouched = first.raw_state
    # As the CLAP saves them, and as every version before the field "hold" did.
    state = component_state(first.preset_data)
    state["params"] = {"freeze": {"bool": True}, "take": {"i32": 17}}
    del state["fields"]["hold"]
    with tempfile.TemporaryDirectory() as folder:
        preset = Path(folder) / "taken.vstpreset"
        preset.write_bytes(preset_with(first.preset_data, state))
        first.load_preset(str(preset))
    hold = json.loads(component_state(first.preset_data)["fields"]["hold"])
    assert (hold["frozen"], hold["take"]) == (True, 17), hold
    saved = first.raw_state
    assert saved != untouched, "the state does not change with freeze and take"
    second = load_plugin(str(BUNDLE))
    second.raw_state = saved
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
    there_are_no_parameters,
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
