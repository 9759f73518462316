"""The node that lets the Elasticsearch client speak to OpenSearch as well.

The client rewrites MIME types to `application/vnd.elasticsearch+json; compatible-with=9`, which OpenSearch answers
with 406, and refuses a server that does not name its product. Both are cured here, in one place.
"""

import re
from dataclasses import replace
from typing import Any

from elastic_transport import HttpHeaders, Urllib3HttpNode

_VENDOR = re.compile(r"application/vnd\.elasticsearch\+([a-z0-9-]+)\s*;\s*compatible-with=\d+")
PRODUCT = "x-elastic-product"


class PlainNode(Urllib3HttpNode):
    """A node that sends plain MIME types and names the product when the server does not."""

    def perform_request(
        self, method: str, target: str, body: bytes | None = None, headers: Any = None, **more: Any
    ) -> Any:
        """Send a request with plain types; add the product header to the answer when missing."""
        if headers is not None:
            headers = HttpHeaders(headers)
            for name in ("accept", "content-type"):
                if name in headers:
                    headers[name] = _VENDOR.sub(r"application/\1", headers[name])
        answer = super().perform_request(method, target, body=body, headers=headers, **more)
        if PRODUCT in answer.meta.headers:
            return answer
        named = HttpHeaders({**answer.meta.headers, PRODUCT: "Elasticsearch"}).freeze()
        return type(answer)(replace(answer.meta, headers=named), *answer[1:])
