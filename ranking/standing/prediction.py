"""Linear algebra of the calibration: best linear unbiased prediction with the contracts integrated out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Whole = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one organization.

    `design` is rows x unknowns that occur here (their numbers in `places`), `contract` the contract of each row,
    `precision` of each row, `covariance` of the effects of the contracts (positive definite with the precisions).
    """

    places: Whole
    design: Floats
    contract: Whole
    precision: Floats
    covariance: Floats


@dataclass(frozen=True, slots=True)
class _Reduced:
    """A block with its contracts integrated out: what it says about the unknowns, and how it reads its rows."""

    block: Block
    share: Floats  # of each row in its contract's precision
    between: Floats  # contracts x unknowns

    def right_side(self, values: Floats) -> Floats:
        """Return design' V^-1 values."""
        block = self.block
        means = np.bincount(block.contract, self.share * values)
        within = block.design.T @ (block.precision * (values - means[block.contract]))
        return within + self.between.T @ means


class Predictor:
    """Prior of the unknowns (mean 0, `variances`) joined with the blocks; answers for any values of the rows."""

    def __init__(self, variances: Floats, blocks: Sequence[Block]) -> None:
        total = np.diag(1 / variances)
        self._reduced = [_reduced(block, total) for block in blocks]
        self._covariance = inverse(total)

    def variances(self) -> Floats:
        """Return the posterior variance of each unknown."""
        return np.diagonal(self._covariance).copy()

    def predict(self, values: Sequence[Floats]) -> Floats:
        """Return the posterior mean of each unknown for the values of the rows of each block."""
        side = np.zeros(len(self._covariance))
        for part, rows in zip(self._reduced, values, strict=True):
            side[part.block.places] += part.right_side(rows)
        return self._covariance @ side


def _reduced(block: Block, total: Floats) -> _Reduced:
    """Add design' V^-1 design of the block to the total; V = covariance of contracts + 1 / precision of rows."""
    weight = np.bincount(block.contract, block.precision)
    share = block.precision / weight[block.contract]
    means = np.zeros((len(weight), len(block.places)))
    np.add.at(means, block.contract, share[:, None] * block.design)
    spread = block.covariance + np.diag(1 / weight)
    between = np.linalg.solve(spread, means)
    apart = block.design - means[block.contract]
    own = apart.T @ (block.precision[:, None] * apart) + means.T @ between
    total[np.ix_(block.places, block.places)] += own
    return _Reduced(block, share, between)


SMALL = 256


def inverse(matrix: Floats) -> Floats:
    """Return the inverse of a symmetric positive definite matrix, halved by Schur complements: little memory."""
    size = len(matrix)
    if size <= SMALL:
        return np.linalg.inv(matrix)
    half = size // 2
    first = inverse(matrix[:half, :half])
    cross = first @ matrix[:half, half:]
    last = inverse(matrix[half:, half:] - matrix[half:, :half] @ cross)
    found = np.empty_like(matrix)
    found[half:, half:] = last
    corner = np.matmul(cross, last)
    found[:half, half:] = -corner
    found[half:, :half] = found[:half, half:].T
    found[:half, :half] = first + corner @ cross.T
    return found
