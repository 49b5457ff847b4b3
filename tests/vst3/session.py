"""Captures of two instances of the VST3 in a JUCE host: both are seen in both windows, and again in a new process.

Run by `cargo xtask test` in its own environment, on a private display. Exit code 0 when every check holds.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from passthrough import BUNDLE, component_state
from pedalboard import load_plugin

from screen import Screen

RATE_HZ = 48_000
BLOCK_FRAMES = 512

# Buttons in a window of the usual size: "Capture" and the tab "Compare".
CAPTURE = (1055, 23)
COMPARE = (405, 23)

# Colours of the first two captures in the dark theme; no other square of the editor has them.
COLOURS = [(0x56, 0xB4, 0xE9), (0xE6, 0x9F, 0x00)]

# Distortion of the two amplifiers.
CUBES = [1e-3, 3e-3]


class Track:
    """An instance, and a thread that plays a distorted tone through it while its window is open."""

    def __init__(self, cube, state=None):
        self.plugin = load_plugin(str(BUNDLE))
        if state is not None:
            self.plugin.raw_state = state
        self.cube = cube

    def block(self, first):
        frames = first + np.arange(BLOCK_FRAMES)
        tone = 0.5 * np.sin(2 * np.pi * 997 / RATE_HZ * frames)
        noise = np.random.default_rng(first).normal(0, 1e-6, (2, BLOCK_FRAMES))
        return (np.stack([tone - self.cube * tone**3, 0 * tone]) + noise).astype(np.float32)

    def play(self, stop):
        first, begun = 0, time.monotonic()
        while not stop.is_set():
            self.plugin.process(self.block(first), RATE_HZ, buffer_size=BLOCK_FRAMES, reset=False)
            first += BLOCK_FRAMES
            time.sleep(max(0, begun + first / RATE_HZ - time.monotonic()))

    def in_window(self, act, plays=True):
        """What `act` returns, called on another thread while the window is open."""
        stop, outcome = threading.Event(), []

        def run():
            try:
                outcome.append((act(), None))
            except Exception as fault:  # raised again below, on the main thread
                outcome.append((None, fault))
            stop.set()

        threads = [threading.Thread(target=run)]
        if plays:
            threads.append(threading.Thread(target=self.play, args=[stop]))
        for thread in threads:
            thread.start()
        self.plugin.show_editor(stop)
        for thread in threads:
            thread.join()
        result, fault = outcome[0]
        if fault:
            raise fault
        return result

    def captures(self):
        return json.loads(component_state(self.plugin.preset_data)["fields"]["captures"])


def wait_until(what, holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"{what} does not come"
        time.sleep(0.2)


def listed(picture):
    """Number of captures in the list: squares of 8 by 8 pixels in the colour of each."""

    def is_square(colour):
        same = np.all(picture == np.array(colour, np.uint8), axis=2)
        squares = np.lib.stride_tricks.sliding_window_view(same, (8, 8))
        return bool(np.any(np.all(squares, axis=(2, 3))))

    return next((count for count, colour in enumerate(COLOURS) if not is_square(colour)), len(COLOURS))


def open_compare(screen):
    window = screen.wait_for_editor()
    screen.click(window, COMPARE)
    return window


def capture(screen, track, before):
    """Presses the button until a reading is there to be captured; the window then lists one more than before."""
    window = open_compare(screen)
    wait_until("the earlier captures", lambda: listed(screen.picture(window)) == before)

    def pressed():
        screen.click(window, CAPTURE)
        return len(track.captures()) == 1

    wait_until("a capture", pressed)
    wait_until("the list", lambda: listed(screen.picture(window)) == before + 1)


def seen(screen):
    window = open_compare(screen)
    wait_until("both captures", lambda: listed(screen.picture(window)) == 2)


def first_process(screen, folder):
    tracks = [Track(cube) for cube in CUBES]
    for place, track in enumerate(tracks):
        track.in_window(lambda: capture(screen, track, place))
    tracks[0].in_window(lambda: seen(screen), plays=False)
    for place, track in enumerate(tracks):
        assert len(track.captures()) == 1, "an instance keeps its own captures"
        (folder / f"{place}.state").write_bytes(track.plugin.raw_state)
    print("vst3: captures of two instances are seen in both: ok", flush=True)


def second_process(screen, folder):
    tracks = [Track(cube, (folder / f"{place}.state").read_bytes()) for place, cube in enumerate(CUBES)]
    assert [len(track.captures()) for track in tracks] == [1, 1]
    for track in tracks:
        track.in_window(lambda: seen(screen), plays=False)
    print("vst3: captures are there in a new process: ok", flush=True)


PROCESSES = {"first": first_process, "second": second_process}


def main():
    if len(sys.argv) == 3:
        return PROCESSES[sys.argv[1]](Screen(), Path(sys.argv[2]))
    if not BUNDLE.exists():
        sys.exit(f"no bundle at {BUNDLE}: run `cargo xtask bundle groundtruth-plugin --release` first")
    with tempfile.TemporaryDirectory() as folder, Screen.private() as environment:
        environment["GROUNDTRUTH_LIBRARY"] = f"{folder}/library"
        for process in PROCESSES:
            subprocess.run([sys.executable, __file__, process, folder], env=environment, check=True)


if __name__ == "__main__":
    main()
