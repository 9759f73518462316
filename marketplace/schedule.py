"""What runs by the clock: each job by the name that the desk shows, its task, and when (seconds, or Shanghai time)."""

from celery.schedules import crontab

SCHEDULE = {
    "watch-payment-provider": {"task": "payments.tasks.watch_provider", "schedule": 120.0},
    "propose-late-interest": {
        "task": "payments.tasks.propose_late_interest",
        "schedule": crontab(hour=2, minute=40),
    },
    "move-residents-loop": {"task": "deliberation.tasks.move_what_is_due", "schedule": 300.0},
    "sweep-outbox": {"task": "marketplace.outbox.tasks.sweep_outbox", "schedule": 60.0},
    "sweep-search": {"task": "search.tasks.sweep_search", "schedule": 60.0},
    "refresh-search-words": {"task": "search.tasks.refresh_search_words", "schedule": 3600.0},
    "prune-outbox": {"task": "marketplace.outbox.tasks.prune", "schedule": 24 * 3600.0},
    "move-incubator-members": {
        "task": "incubation.tasks.move_due_members",
        "schedule": crontab(hour=1, minute=40),
    },
    "renew-snapshot": {"task": "ranking.tasks.renew_snapshot", "schedule": 900.0},
    "fill-panels": {"task": "ranking.tasks.fill_panels", "schedule": 900.0},
    "calibrate-standings": {
        "task": "ranking.tasks.calibrate_quarterly",
        "schedule": crontab(hour=1, minute=50),
    },
    "recompute-standings": {
        "task": "ranking.tasks.recompute_nightly",
        "schedule": crontab(hour=2, minute=10),
    },
    "propose-awards": {"task": "bidding.tasks.propose_awards", "schedule": crontab(minute=5)},
    "close-tenders": {"task": "bidding.tasks.close_tenders", "schedule": 30.0},
    "remind-opening-officers": {"task": "bidding.tasks.remind_officers", "schedule": 1800.0},
    "remind-certificates": {
        "task": "organizations.tasks.remind_of_certificates",
        "schedule": 6 * 3600.0,
    },
    "publish-log": {"task": "opendata.tasks.publish_log", "schedule": 60.0},
    "send-mail": {"task": "marketplace.notifications.tasks.send_mail_due", "schedule": 60.0},
    "watch-milestones": {"task": "contracts.tasks.watch_milestones", "schedule": 600.0},
}
