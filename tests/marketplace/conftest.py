import os

import pytest


@pytest.fixture
def redis():
    """The address of an empty Redis database of the services."""
    from redis import Redis

    url = os.environ["SERVICES_BROKER_URL"]
    if not url.startswith("redis"):
        pytest.skip("BROKER_URL names no Redis")
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])  # one for each process of the suite
    url = f"{url.rpartition('/')[0]}/{number}"
    with Redis.from_url(url) as server:
        server.flushdb()
        yield url
        server.flushdb()
