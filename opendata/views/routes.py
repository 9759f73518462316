"""The address map of the API's working part; the public record is in `api`."""

from ninja import NinjaAPI

from . import amendments, awards, bids, evaluations, logbook, lots, openings, session, tenders, webhook


def connect(api: NinjaAPI) -> None:
    """Add every router under its prefix."""
    api.add_router("/session", session.router)
    of_tenders = (
        tenders.router, lots.router, amendments.router, bids.parts, bids.seals, bids.withdrawals, openings.openings, openings.records,
        evaluations.evaluations, awards.router,
    )  # fmt: skip
    for router in of_tenders:
        api.add_router("/tenders", router)
    api.add_router("/webhook", webhook.router)
    api.add_router("/receipts", bids.receipts)
    api.add_router("/seats", evaluations.scores)
    api.add_router("/log", logbook.checkpoints)
    api.add_router("/log", logbook.proofs)
