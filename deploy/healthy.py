"""Exit 0 when the address answers 200 (or a redirect to TLS): the container's health check."""

import http.client
import os
import sys
from urllib.parse import urlsplit

address = urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=4)
name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
connection.request("GET", address.path, headers={"X-Forwarded-Proto": "https", "Host": name})
status = connection.getresponse().status
sys.exit(0 if status < 400 else 1)  # noqa: PLR2004 - HTTP
