"""The twin: lines fitted to samples in the time domain, from the definitions of IEEE 1057's four-parameter fit.

Rows of multiples of an unknown frequency each, and a mean, all jointly by dense least squares (`scipy.linalg.lstsq`);
frequencies by Gauss and Newton. No window, no transform, nothing of Groundtruth's.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import linalg

# From within half a bin every step squares the error: eight end in rounding.
STEPS = 8


@dataclass
class Row:
    """Multiples of one frequency in radians per frame, which the fit moves. `amplitudes` are complex, of sines, at the
    middle of the record: `imag(a·exp(i·k·omega·n))`."""

    omega: float
    orders: list[int]
    amplitudes: dict[int, complex] = field(default_factory=dict)

    def columns(self, frames):
        """Cosine and sine of every multiple."""
        turns = [k * self.omega * frames for k in self.orders]
        return [wave(turn) for turn in turns for wave in (np.cos, np.sin)]

    def slope(self, frames):
        """What a change of the frequency by a radian over the record's half changes, at the amplitudes at hand."""
        total = np.zeros(len(frames))
        for k, a in self.amplitudes.items():
            turned = a * np.exp(1j * k * self.omega * frames)
            total += k * frames * turned.real
        return total * 2 / len(frames)


def solve(samples, rows, moves):
    """One linear solution, with a step of the frequencies if asked; gives the mean and what is left."""
    frames = np.arange(len(samples)) - len(samples) / 2
    columns = [np.ones(len(samples)), *(column for row in rows for column in row.columns(frames))]
    if moves:
        columns += [row.slope(frames) for row in rows]
    matrix = np.stack(columns, axis=1)
    weights = linalg.lstsq(matrix, samples, lapack_driver="gelsd", check_finite=False)[0]
    pairs = iter(weights[1:].reshape(-1) if not moves else weights[1 : len(weights) - len(rows)])
    for row in rows:
        row.amplitudes = {k: complex(sine, cosine) for k, cosine, sine in zip(row.orders, pairs, pairs)}
    if moves:
        for row, step in zip(rows, weights[len(weights) - len(rows) :]):
            row.omega += step * 2 / len(samples)
    return weights[0], samples - matrix @ weights


def fit(samples, rows):
    """Fits all rows and a mean; gives the mean and what is left of the samples."""
    solve(samples, rows, moves=False)
    for _ in range(STEPS):
        solve(samples, rows, moves=True)
    return solve(samples, rows, moves=False)
