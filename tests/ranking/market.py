"""Small markets as events, for the tests of the method."""

from datetime import date, timedelta

from hypothesis import strategies as st

from ranking.standing import COLUMNS

DAY = date(2026, 3, 1)


def row(event_id: str, kind: str, ts: date = date(2024, 1, 5), **fields: object) -> dict[str, object]:
    return {**dict.fromkeys(COLUMNS, ""), "event_id": event_id, "ts": ts.isoformat(), "type": kind, **fields}


def contract(name: str, org: str = "a", *, category: str = "EL1", difficulty: int = 3, end: date = DAY):
    return row(
        f"c-{name}",
        "contract",
        org_id=org,
        contract_id=name,
        category=category,
        difficulty=difficulty,
        amount="100000.00",
        start="2024-01-05",
        end=end.isoformat(),
    )


def rating(
    event_id: str, name: str, kind: str, score: object, *, rater: str = "", ts: date = date(2025, 1, 5)
):
    return row(
        event_id, "evaluation", ts, contract_id=name, evaluator_kind=kind, score=score, evaluator_id=rater
    )


def milestone(event_id: str, name: str, outcome: str = "on_time", days: object = "", *, ts=date(2025, 1, 5)):
    return row(
        event_id, "milestone", ts, contract_id=name, milestone_id=event_id, outcome=outcome, days_late=days
    )


def text(rows: list[dict[str, object]]) -> str:
    lines = [",".join(COLUMNS), *(",".join(str(r[name]) for name in COLUMNS) for r in rows)]
    return "\n".join(lines) + "\n"


@st.composite
def markets(draw) -> list[dict[str, object]]:
    """Up to four organizations with up to eight contracts and any evidence."""
    rows: list[dict[str, object]] = []
    for number in range(draw(st.integers(1, 8))):
        name = f"k{number}"
        end = DAY + timedelta(days=draw(st.integers(-1500, 200)))
        rows.append(
            contract(
                name,
                draw(st.sampled_from("abcd")),
                category=draw(st.sampled_from(["EL1", "CH2", "CO3"])),
                difficulty=draw(st.integers(1, 5)),
                end=end,
            )
        )
        rows.extend(_evidence(draw, f"{name}-{index}", name) for index in range(draw(st.integers(0, 5))))
    return rows


def _evidence(draw, event_id: str, name: str) -> dict[str, object]:
    kind = draw(st.sampled_from(["official", "expert", "resident", "milestone"]))
    if kind == "milestone":
        outcome = draw(st.sampled_from(["on_time", "late", "rework", "rejected", "excused"]))
        return milestone(event_id, name, outcome, draw(st.integers(1, 60)) if outcome == "late" else "")
    score = draw(st.integers(1, 5) if kind == "resident" else st.integers(0, 100))
    return rating(event_id, name, kind, score, rater=draw(st.sampled_from(["r1", "r2", "r3"])))
