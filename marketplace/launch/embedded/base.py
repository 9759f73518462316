"""Django's PostgreSQL backend over the embedded server, which starts with the first connection.

Commands that only compute from files (`evaluate_bids`, `rank`, `check_credit_code`) thus need no server at all.
"""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from marketplace import environment as env
from marketplace.launch import postgres


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL in the folder that the setting FOLDER names."""

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server unless it runs, and return how to reach it; exits when it cannot start."""
        if not self.settings_dict["HOST"]:
            address = env.database(postgres.start(Path(self.settings_dict["FOLDER"])))
            self.settings_dict |= {name: address[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
        return super().get_connection_params()
