"""PostgreSQL's full text search as a peer, on the embedded server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import psycopg

from bench import scratch
from lianqiao.site.database import start_server

from .peers import Ranking, jieba_words

MOST_POSITION, MOST_POSITIONS = 16383, 255  # PostgreSQL's own limits for a tsvector


class Postgres:
    """PostgreSQL's own ranking (`ts_rank`), over jieba's words, on the embedded server."""

    name = "PostgreSQL ts_rank, jieba words"

    def __init__(self, texts: Sequence[str]) -> None:
        self._server = start_server(scratch.folder() / "postgres")
        self._connection = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._connection.execute("CREATE TABLE texts (place int, words tsvector)")
        with self._connection.cursor().copy("COPY texts FROM STDIN") as copy:
            for place, text in enumerate(texts):
                copy.write_row((place, self._vector(text)))
        self._connection.execute("CREATE INDEX ON texts USING gin (words)")
        self._connection.execute("ANALYZE texts")

    def rank(self, query: str, limit: int) -> Ranking:
        wanted = " | ".join(self._quoted(word) for word in sorted(set(jieba_words(query))))
        found = self._connection.execute(
            "SELECT place FROM texts WHERE words @@ %(query)s::tsquery"
            " ORDER BY ts_rank(words, %(query)s::tsquery) DESC, place LIMIT %(limit)s",
            {"query": wanted, "limit": limit},
        )
        return [place for (place,) in found]

    def close(self) -> None:
        self._connection.close()
        self._server.cleanup()

    def _vector(self, text: str) -> str:
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(jieba_words(text), start=1):
            places[word].append(min(place, MOST_POSITION))
        return " ".join(
            f"{self._quoted(word)}:{','.join(map(str, found[:MOST_POSITIONS]))}"
            for word, found in places.items()
        )

    @staticmethod
    def _quoted(word: str) -> str:
        return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
