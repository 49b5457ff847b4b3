"""A private X server with what JUCE needs beside it, a mouse, and pictures of windows."""

import contextlib
import os
import subprocess
import time

import numpy as np

TITLE = "Groundtruth"


class Screen:
    """The display of this process."""

    @staticmethod
    @contextlib.contextmanager
    def private():
        """Environment for processes on a new display: a window manager and an owner of the settings run on it."""
        options = ["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "+extension", "GLX"]
        server = subprocess.Popen(
            ["Xvfb", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        environment = {**os.environ, "DISPLAY": f":{server.stdout.readline().strip()}"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
        programs = [["openbox"], ["xsettingsd", "-c", os.devnull]]
        helpers = [subprocess.Popen(program, **quiet) for program in programs]
        time.sleep(1)
        try:
            yield environment
        finally:
            for process in [*helpers, server]:
                process.terminate()
                process.wait()

    def wait_for_editor(self):
        """Id of the editor's own window, once it has drawn."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            search = ["xdotool", "search", "--onlyvisible", "--name", f"^{TITLE}$"]
            windows = subprocess.run(search, capture_output=True, text=True).stdout.split()
            for window in windows:
                picture = self.picture(window)
                if picture is not None and len(np.unique(picture[:46].reshape(-1, 3), axis=0)) > 8:
                    # The host's window has the same name and contains the editor.
                    return max(windows, key=int)
            time.sleep(0.2)
        raise AssertionError("no editor appears")

    def click(self, window, place):
        """Moves the pointer to a place in the window, clicks, and moves it away."""
        subprocess.run(["xdotool", "mousemove", "--window", window, *map(str, place)], check=True)
        for event in ["mousedown", "mouseup"]:
            time.sleep(0.1)
            subprocess.run(["xdotool", event, "1"], check=True)
        time.sleep(0.1)
        subprocess.run(["xdotool", "mousemove", "1590", "990"], check=True)
        time.sleep(0.3)

    def picture(self, window):
        """Rows of red, green and blue; `None` if there is no such window any more."""
        dump = subprocess.run(["xwd", "-silent", "-id", window], capture_output=True).stdout
        if len(dump) < 100:
            return None
        header = np.frombuffer(dump[:100], ">u4").astype(int)
        size, width, height, row_bytes, colours = header[0], header[4], header[5], header[12], header[19]
        begin = size + 12 * colours
        rows = np.frombuffer(dump[begin : begin + row_bytes * height], np.uint8).reshape(height, row_bytes)
        # 24-bit visuals come as blue, green, red, unused.
        return rows[:, : 4 * width].reshape(height, width, 4)[:, :, 2::-1]
