"""Exit 0 when the address answers 200 (or a redirect to TLS), 1 when not or not in time: the container's health check."""

import http.client
import os
import sys
from urllib.parse import urlsplit

address = urlsplit(sys.argv[1])
name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=4)
try:
    connection.request("GET", address.path, headers={"X-Forwarded-Proto": "https", "Host": name})
    status = connection.getresponse().status
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error or type(error).__name__}")
sys.exit(0 if status < 400 else f"{sys.argv[1]}: {status}")  # noqa: PLR2004 - HTTP
