"""The published files: ranking.csv and explain.csv."""

import csv
from collections.abc import Iterable
from io import StringIO

from .method import Result
from .parameters import MER1, VERSION, Parameters, params_hash

RANKING_COLUMNS = (
    "as_of",
    "category",
    "org_id",
    "rank",
    "status",
    "score",
    "se",
    "lo90",
    "hi90",
    "n_contracts",
    "n_evidence",
    "version",
    "params_hash",
    "input_hash",
)
EXPLANATION_COLUMNS = (
    "as_of",
    "category",
    "org_id",
    "item",
    "contract_id",
    "evaluator_id",
    "adjusted",
    "contribution",
)


def ranking_csv(results: Iterable[Result], *, input_hash: str, parameters: Parameters = MER1) -> str:
    """Return ranking.csv; numbers with six decimals, an empty rank where there is none."""
    closing = (VERSION, params_hash(parameters), input_hash)
    return _csv(
        RANKING_COLUMNS,
        (
            (
                row.as_of.isoformat(),
                row.category,
                row.org_id,
                "" if row.rank is None else row.rank,
                row.status,
                *(f"{value:.6f}" for value in (row.score, row.error, row.low, row.high)),
                row.contracts,
                row.evidence,
                *closing,
            )
            for row in results
        ),
    )


def explanation_csv(results: Iterable[Result]) -> str:
    """Return explain.csv: per standing the line `prior` with 70, then one line per row of evidence."""
    return _csv(
        EXPLANATION_COLUMNS,
        (
            (
                row.as_of.isoformat(),
                row.category,
                row.org_id,
                line.item,
                line.contract_id,
                line.rater,
                f"{line.adjusted:.6f}",
                f"{line.contribution:.6f}",
            )
            for row in results
            for line in row.lines
        ),
    )


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
