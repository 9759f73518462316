"""The client speaks to a server that knows neither its MIME types nor its product header."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from elasticsearch import Elasticsearch

from search.gateways.elastic import Elastic
from search.gateways.transport import PRODUCT, PlainNode
from search.rules.asked import Asked, EngineDown, Filters
from search.rules.questions import read_question

ANSWER = {
    "took": 1,
    "timed_out": False,
    "hits": {
        "total": {"value": 1, "relation": "eq"},
        "hits": [{"_index": "x", "_id": "7", "_score": 1.0, "sort": [1]}],
    },
    "aggregations": {
        name: {"doc_count": 1, "values": {"buckets": [{"key": "past", "doc_count": 1}]}}
        for name in ("kind", "category", "state", "community")
    },
}


class Strict(BaseHTTPRequestHandler):
    """Answers 406 to vendor types, as OpenSearch does, and never names a product."""

    asked: list[dict] = []

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        types = f"{self.headers.get('accept')} {self.headers.get('content-type')}"
        if "vnd.elasticsearch" in types:
            self._answer(406, {"error": "media type"})
            return
        Strict.asked.append({"path": self.path, "types": types, "body": body})
        self._answer(200, {"errors": False, "items": []} if "_bulk" in self.path else ANSWER)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST  # noqa: N815 - the names of the base class

    def _answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


@pytest.fixture
def address():
    Strict.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Strict)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_plain_types_go_out_and_the_product_is_named(address):
    answer = Elasticsearch(address, node_class=PlainNode).search(index="x", query={"match_all": {}})
    assert answer.meta.headers[PRODUCT] == "Elasticsearch"
    assert "application/json" in Strict.asked[0]["types"]


def test_a_question_becomes_a_required_phrase_and_ranking_words(address):
    found = Elastic(address).search(Asked(read_question("养老 care"), Filters(kind="past", community="a")))
    assert (found.ids, found.total) == ([7], 1)
    assert found.facets["kind"] == [("past", 1)]
    sent = json.loads(Strict.asked[-1]["body"])
    text = json.dumps(sent, ensure_ascii=False)
    assert '"match_phrase": {"title": "养老"}' in text
    assert '"prefix": {"grams": "care"}' in text
    assert '"multi_match"' in text
    assert sent["post_filter"]
    assert sent["size"] == 20


@pytest.mark.django_db
def test_documents_are_sent_with_our_words(address):
    from search.models import SearchDocument

    row = SearchDocument(pk=5, kind="past", key="1", title="居家养老", body="服务", communities=["a"])
    engine = Elastic(address)
    engine.index([row])
    engine.delete([6])
    sent = b"".join(call["body"] for call in Strict.asked if "_bulk" in call["path"]).decode()
    assert '"title_words":"居家 养老"' in sent
    assert '"delete"' in sent


def test_a_server_that_is_not_there_is_down():
    with pytest.raises(EngineDown):
        Elastic("http://127.0.0.1:9").search(Asked(read_question("养老")))
