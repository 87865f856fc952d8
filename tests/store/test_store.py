"""The store, on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testimonia.domain.article import Article
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.decision import Action, Exclude, Include, Merge, Undo
from testimonia.domain.origin import OriginLink
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import BusyError, DecisionError, StoreError
from testimonia.ports.store import Signed
from testimonia.store import create_store, open_store
from testimonia.store.sql import SqlStore
from testimonia.text import sha256

NewUrl = Callable[[], str]
AT = "2026-11-23T12:00:00Z"
same_database = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@pytest.fixture
def store(new_store_url: NewUrl) -> Iterator[SqlStore]:
    held = create_store(new_store_url())
    yield held
    held.close()


def raw(source: str, data: bytes = b"<p>words</p>") -> RawCapture:
    digest = sha256(data)
    capture = Capture(
        id=Capture.id_of(source, digest),
        source=source,
        media_type="text/html",
        sha256=digest,
        size=len(data),
        captured_at=AT,
    )
    return RawCapture(capture=capture, data=data)


def article_of(capture: Capture, text: str) -> Article:
    return Article(
        id=Article.id_of(capture.id),
        capture=capture.id,
        source=capture.source,
        text=text,
        sha256=sha256(text),
        language="en",
        cleaner="test@1",
    )


def link(article: str) -> OriginLink:
    return OriginLink(article=article, origin=article)


# -- captures and blobs


def test_a_capture_is_kept_once_and_its_bytes_come_back(store: SqlStore) -> None:
    one = raw("a.html", b"\x00\xff bytes")
    assert store.add_capture(one)
    assert not store.add_capture(one)
    assert store.add_capture(raw("b.html", b"\x00\xff bytes"))
    assert [c.source for c in store.captures()] == ["a.html", "b.html"]
    assert store.blob(one.capture.sha256) == b"\x00\xff bytes"


def test_missing_or_damaged_bytes_are_told(store: SqlStore) -> None:
    one = raw("a.html")
    store.add_capture(one)
    with pytest.raises(StoreError, match="missing or damaged"):
        store.blob("0" * 64)
    store._connection.exec_driver_sql("UPDATE blobs SET size = 3")
    with pytest.raises(StoreError, match="missing or damaged"):
        store.blob(one.capture.sha256)


def test_captures_keep_their_order_over_many_pages(store: SqlStore) -> None:
    names = [f"{(i * 7919) % 1000}.html" for i in range(450)]
    with store.transaction():
        for name in names:
            store.add_capture(raw(name))
    assert [c.source for c in store.captures()] == names


# -- articles


def test_old_revisions_stay(store: SqlStore) -> None:
    one = raw("a.html")
    store.add_capture(one)
    assert store.put_article(article_of(one.capture, "first 🙂")).revision == 1
    assert store.put_article(article_of(one.capture, "first 🙂")).revision == 1
    assert store.put_article(article_of(one.capture, "second")).revision == 2
    current = store.article(Article.id_of(one.capture.id))
    assert current is not None
    assert (current.revision, current.text) == (2, "second")
    assert [a.text for a in store.revisions(current.id)] == ["first 🙂", "second"]
    assert [a.text for a in store.articles()] == ["second"]
    assert store.article("d-nobody") is None


@same_database
@given(texts=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=8))
def test_revisions_count_the_changes_of_text(store: SqlStore, texts: list[str]) -> None:
    one = raw(f"{store._connection.exec_driver_sql('SELECT count(*) FROM captures').scalar()}.html")
    store.add_capture(one)
    for text in texts:
        current = store.put_article(article_of(one.capture, text))
    changes = [t for i, t in enumerate(texts) if i == 0 or t != texts[i - 1]]
    assert current.revision == len(changes)
    assert [a.text for a in store.revisions(current.id)] == changes


def test_articles_come_in_capture_order_whatever_the_order_of_cleaning(store: SqlStore) -> None:
    raws = [raw(f"{n}.html") for n in range(3)]
    for one in raws:
        store.add_capture(one)
    for one in reversed(raws):
        store.put_article(article_of(one.capture, one.capture.source))
    assert [a.text for a in store.articles()] == ["0.html", "1.html", "2.html"]


# -- results


def test_results_are_kept_replaced_and_dropped(store: SqlStore) -> None:
    store.put("dedupe", "d-1", "f1", link("d-1"))
    store.put("dedupe", "d-2", "f1", link("d-2"))
    aside = SetAside(stage="dedupe", subject="d-3", source="x", reason=Reason.FAILED, detail="why")
    store.put("dedupe", "d-3", "f1", aside)
    store.put("dedupe", "d-1", "f2", link("d-1"))
    assert store.done("dedupe") == {"d-1": "f2", "d-2": "f1", "d-3": "f1"}
    assert (store.count("dedupe"), store.count("clean")) == (3, 0)
    assert [k.article for k in store.all("dedupe", OriginLink)] == ["d-1", "d-2"]
    assert store.get("dedupe", "d-3", OriginLink) is None
    assert store.get("dedupe", "d-2", OriginLink) == link("d-2")
    assert list(store.set_asides()) == list(store.set_asides("dedupe")) == [aside]
    assert list(store.set_asides("clean")) == []
    store.drop("dedupe", [f"d-{n}" for n in range(1200)])
    assert store.done("dedupe") == {}
    assert store.count("dedupe") == 0


def test_what_goes_wrong_inside_a_transaction_leaves_nothing(store: SqlStore) -> None:
    def write_and_stumble() -> None:
        with store.transaction():
            store.put("dedupe", "d-1", "f", link("d-1"))
            with store.transaction():
                store.append(Include(appearance="d-1@0-3"), by="ann", reason="", at=AT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_stumble()
    assert store.done("dedupe") == {}
    assert list(store.decisions()) == []
    store.put("dedupe", "d-1", "f", link("d-1"))
    assert list(store.done("dedupe")) == ["d-1"]


@same_database
@given(groups=st.lists(st.tuples(st.lists(st.integers(0, 20), max_size=5), st.booleans()), max_size=6))
def test_each_transaction_counts_wholly_or_not_at_all(store: SqlStore, groups: list[tuple[list[int], bool]]) -> None:
    store.drop("s", list(store.done("s")))
    expected: dict[str, str] = {}
    for number, (subjects, fails) in enumerate(groups):
        try:
            with store.transaction():
                for subject in subjects:
                    store.put("s", str(subject), str(number), link("d"))
                if fails:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue
        expected |= {str(subject): str(number) for subject in subjects}
    assert store.done("s") == expected


# -- shingles


def steps_of(store: SqlStore, ask: Callable[[], object]) -> int:
    """How many tens of steps SQLite's machine makes for it: its own measure of work, the same at every run."""
    made, held = count(), store._connection.held
    held.set_progress_handler(lambda: next(made) < 0, 10)
    ask()
    held.set_progress_handler(None, 0)
    return next(made)


def put(store: SqlStore, id: str, runs: Iterable[int], rare: Iterable[int] | None = None) -> None:
    held = list(runs)
    store.index({id: Signed(held, held if rare is None else list(rare))})


def test_shingles_shared(store: SqlStore) -> None:
    store.index({"d-1": Signed(range(-700, 700), [-700, 5]), "d-2": Signed([5, 5, 2**63 - 1, -(2**63)], [5])})
    assert sorted(store.alike(range(-1000, 1000))) == [("d-1", 1400, 1400), ("d-2", 1, 3)]
    assert sorted(store.alike([-700, 4, 5], rare=True)) == [("d-1", 2, 1400), ("d-2", 1, 3)]
    assert store.shared(["d-1", "d-2", "d-3"], range(-1000, 1000)) == {"d-1": (1400, 1400), "d-2": (1, 3)}
    assert store.shared(["d-1", "d-2", "d-3"], [6, 2**63 - 1]) == {"d-1": (1, 1400), "d-2": (1, 3)}
    assert store.shared(["d-1"], []) == store.shared([], [5]) == store.shared(["d-3"], [5]) == {}
    assert store.common([5, 6, 2000, -(2**63)]) == {5: 2, 6: 1, -(2**63): 1}
    put(store, "d-1", [1])
    assert sorted(store.alike([1, 2, 3, 2**63 - 1])) == [("d-1", 1, 1), ("d-2", 1, 3)]
    assert store.common([5, 6]) == {5: 1}
    store.forget(["d-1", "d-3"])
    assert store.alike([1]) == store.alike([]) == store.alike([1], rare=True) == []
    assert store.shared(["d-1"], [1]) == store.common([1]) == store.common([]) == {}


RUNS = st.frozensets(st.integers(0, 9), max_size=6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.dictionaries(st.sampled_from("abcdefg"), RUNS, min_size=1, max_size=4), max_size=6), RUNS)
def test_the_index_of_runs_says_what_counting_says(
    history: list[dict[str, frozenset[int]]], asked: frozenset[int]
) -> None:
    """Whatever was indexed together, again, or emptied, and wherever the parts of a study end."""
    from testimonia.store import shingles

    held: dict[str, frozenset[int]] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(shingles, "PART", 3)
        store = SqlStore.open(f"sqlite:///{Path(folder) / 'runs.db'}", create=True)
        for together in history:
            store.index({id: Signed(runs, sorted(runs)[::2]) for id, runs in together.items()})
            held |= together
        for rare in (False, True):
            hits = {id: len(asked.intersection(sorted(runs)[:: 2 if rare else 1])) for id, runs in held.items()}
            for least, share in ((1, 0.0), (2, 0.0), (1, 0.5)):
                assert sorted(store.alike(asked, rare=rare, least=least, share=share)) == sorted(
                    (id, hits[id], len(runs)) for id, runs in held.items() if hits[id] >= max(least, share * len(runs))
                )
        numbers = {run: sum(run in runs for runs in held.values()) for run in asked}
        assert store.common(asked) == {run: number for run, number in numbers.items() if number}
        assert store.shared(held, asked) == {
            id: (len(asked & runs), len(runs)) for id, runs in held.items() if asked & runs
        }
        store.close()


def test_what_is_common_takes_hardly_more_steps_of_the_database_in_a_larger_study(tmp_path: Path) -> None:
    steps = []
    for size in (300, 3000):
        store = SqlStore.open(f"sqlite:///{tmp_path / str(size)}.db", create=True)
        store.index({f"d-{n}": Signed([*range(20), 100 + n], range(20)) for n in range(size)})
        assert store.common([7]) == {7: size}
        steps.append(steps_of(store, lambda store=store: store.common(range(20))))
        steps.append(steps_of(store, lambda store=store: store.alike(range(20), rare=True, share=2)))
        store.close()
    assert steps[2] < 1.1 * steps[0]
    assert steps[3] < 1.1 * steps[1]


def test_only_articles_that_share_enough_are_given(store: SqlStore) -> None:
    for times in (1, 100):  # asked in one statement, and in several
        ten = 10 * times
        for number in range(1, 9):
            put(store, f"d-{number}", range(ten * number), rare=range(ten // 2 * number))
        assert sorted(store.alike(range(4 * ten), least=3 * ten)) == [
            ("d-3", 3 * ten, 3 * ten),
            *((f"d-{n}", 4 * ten, ten * n) for n in range(4, 9)),
        ]
        assert sorted(store.alike(range(4 * ten), share=0.6)) == [
            *((f"d-{n}", ten * n, ten * n) for n in range(1, 5)),
            ("d-5", 4 * ten, 5 * ten),
            ("d-6", 4 * ten, 6 * ten),
        ]
        assert sorted(store.alike(range(4 * ten), rare=True, least=6 * times, share=0.5)) == [
            *((f"d-{n}", ten // 2 * n, ten * n) for n in range(2, 9)),
        ]


# -- what changed, and the index by keys


def test_what_was_put_or_dropped_since(store: SqlStore) -> None:
    assert store.latest("s") == 0
    for subject in "abc":
        store.put("s", subject, "f", link(subject))
    store.put("t", "x", "f", link("x"))
    place = store.latest("s")
    assert store.changed("s", 0) == ["a", "b", "c"]
    assert store.latest("t", "s") == place + 1
    assert store.changed("s", place) == []
    store.put("s", "a", "g", link("a"))
    store.drop("s", ["b", "nobody"])
    assert store.changed("s", place) == ["a", "b"]
    assert store.done("s", ["a", "b", "c", "nobody"]) == {"a": "g", "c": "f"}
    assert store.count("s") == 2


def test_subjects_are_found_by_their_keys(store: SqlStore) -> None:
    store.file("one", "x", ["a", "b", "b"])
    store.file("one", "y", ["b", *(f"k{n}" for n in range(1200))])
    store.file("two", "z", ["a"])
    assert store.under("one", ["a", "b", "none"]) == {"x", "y"}
    assert store.under("one", (f"k{n}" for n in range(1200))) == {"y"}
    assert (store.filed("one"), store.filed("two"), store.filed("three")) == (1203, 1, 0)
    store.file("one", "x", ["c"])
    assert store.under("one", ["a"]) == store.under("one", []) == frozenset()
    store.empty("one")
    assert store.under("one", ["b", "c"]) == frozenset()
    assert store.under("two", ["a"]) == {"z"}


def test_who_stands_beside_whom_is_the_same_on_both_databases(store: SqlStore) -> None:
    subjects = [
        "Abu",
        "abu",
        "abu-b",
        "abu a",
        "abu|1",
        "Zayd",
        "Émile",
        "zayd",
        "~",
        "1990~SY",
        "1990~",
        "علي",
        "\U0001f600",
        "\uffee",
        "al-B",
        "alA",
    ]
    for subject in subjects:
        store.file("one", subject, ["k", subject])
    store.file("one", "elsewhere", ["other"])
    store.file("two", "abu!", ["k"])
    order = sorted(subjects)  # by code points, whatever the language of the database
    for number, subject in enumerate(order):
        assert store.beside("one", "k", subject, 3) == (
            order[max(0, number - 3) : number][::-1],
            order[number + 1 : number + 4],
        )
    assert store.beside("one", "k", "abu0", 2) == (["abu-b", "abu a"], ["abu|1", "al-B"])
    assert store.beside("one", "nothing", "abu", 3) == ([], [])
    assert store.keys("one", "abu") == {"k", "abu"}
    assert store.keys("one", "nobody") == frozenset()


def test_subjects_are_counted_as_they_come_and_go(store: SqlStore) -> None:
    for number in range(5):
        store.file("#one", f"s{number}", ["k", f"own {number}"])
    store.file("#one", "s0", ["own 0", "own 1"])
    store.file("#one", "s1", [])
    store.file("#two", "s0", ["k"])
    assert [store.tally("#one", key) for key in ("k", "own 0", "own 1", "own 2", "none")] == [3, 1, 1, 1, 0]
    assert (store.tally("#two", "k"), store.filed("#one"), store.filed("#two")) == (1, 8, 1)
    with pytest.raises(StoreError, match="keeps no count"):
        store.tally("one", "k")
    store.empty("#one")
    assert (store.tally("#one", "k"), store.filed("#one"), store.tally("#two", "k")) == (0, 0, 1)


def test_captures_by_their_place(store: SqlStore) -> None:
    assert store.extent() == (0, 0)
    raws = [raw(f"{n}.html") for n in range(3)]
    for one in raws:
        store.add_capture(one)
    first, second = store.capture(raws[0].capture.id), store.capture(raws[1].capture.id)
    assert first is not None
    assert second is not None
    assert first[1] == raws[0].capture
    assert first[0] < second[0] < store.extent()[1]
    assert [c.source for c in store.captures(second[0])] == ["2.html"]
    assert store.extent()[0] == 3
    assert store.capture("c-nobody") is None


def test_an_older_store_is_brought_up_to_date(new_store_url: NewUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    from testimonia.store import schema

    url, true = new_store_url(), schema.migrations
    monkeypatch.setattr(schema, "migrations", lambda dialect: {1: true(dialect)[1]})
    old = create_store(url)
    old._say("INSERT INTO shingled (article) VALUES ('d-1')")
    old._say("INSERT INTO shingles (shingle, article) SELECT 7, number FROM shingled")
    old.close()
    monkeypatch.setattr(schema, "migrations", true)
    store = open_store(url)
    assert store.alike([7]) == []  # the next run goes over all articles, as dedupe's code is another
    store.index({"d-1": Signed([7], [7]), "d-2": Signed([7], [])})
    assert sorted(store.alike([7])) == [("d-1", 1, 1), ("d-2", 1, 1)]
    assert store.alike([7], rare=True) == [("d-1", 1, 1)]
    store.close()


def test_an_older_store_counts_what_it_holds(new_store_url: NewUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    from testimonia.store import schema

    url, true = new_store_url(), schema.migrations
    monkeypatch.setattr(schema, "migrations", lambda dialect: {n: true(dialect)[n] for n in range(1, 5)})
    old = create_store(url)
    old.add_capture(raw("a.html"))
    old.put("dedupe", "d-1", "f1", link("d-1"))
    old.put("dedupe", "d-2", "f1", link("d-2"))
    filed = (("name", "omar", "name|omar saleh|"), ("name", "omar", "name|omar idris|"), ("pair", "a", "a|b"))
    for space, key, subject in filed:
        old._say(f"INSERT INTO entries (space, key, subject) VALUES ('{space}', '{key}', '{subject}')")
    old.close()
    monkeypatch.setattr(schema, "migrations", true)
    store = open_store(url)
    assert (store.extent()[0], store.count("dedupe")) == (1, 2)
    assert (store.tally("#name", "omar"), store.filed("#name"), store.filed("pair")) == (2, 2, 1)
    store.drop("dedupe", ["d-1", "d-3"])
    store.file("#name", "name|omar idris|", ())
    assert (store.count("dedupe"), store.tally("#name", "omar")) == (1, 1)
    store.close()


# -- the log


def events() -> st.SearchStrategy[Action]:
    place = st.text(max_size=8).map(lambda s: s.encode("utf-8", "ignore").decode().replace("\0", ""))
    return st.one_of(
        st.builds(Include, appearance=place),
        st.builds(Exclude, appearance=place),
        st.builds(Merge, left=place, right=place),
        st.builds(Undo, event=st.integers(1, 99)),
    )


@same_database
@given(actions=st.lists(events(), max_size=6), reason=st.sampled_from(["", "naïve 🙂 'quoted' \"--"]))
def test_the_log_gives_back_what_was_appended_and_its_chain_holds(
    store: SqlStore, actions: list[Action], reason: str
) -> None:
    before = list(store.decisions())
    added = [store.append(action, by="ann", reason=reason, at=AT) for action in actions]
    after = list(store.decisions())
    assert after == before + added
    assert [d.number for d in after] == list(range(1, len(after) + 1))
    assert [d.action for d in added] == actions
    assert store.verify() == len(after)


@pytest.mark.parametrize("statement", ["UPDATE decisions SET reason = 'better'", "DELETE FROM decisions"])
def test_the_database_itself_refuses_to_change_the_log(store: SqlStore, statement: str) -> None:
    store.append(Include(appearance="a"), by="ann", reason="r", at=AT)
    with pytest.raises(StoreError, match="cannot be changed or removed"):
        store._say(statement)
    assert store.verify() == 1


def test_tampering_past_the_triggers_shows(store: SqlStore) -> None:
    for name in "abc":
        store.append(Include(appearance=name), by="ann", reason="r", at=AT)
    if store._is_sqlite:
        store._say("DROP TRIGGER decisions_no_update")
    else:
        store._say("ALTER TABLE decisions DISABLE TRIGGER ALL")
    store._say("UPDATE decisions SET reason = 'other' WHERE number = 2")
    with pytest.raises(StoreError, match="decision 2"):
        store.verify()


def test_a_nul_character_in_a_decision_is_refused_in_words(store: SqlStore) -> None:
    with pytest.raises(DecisionError):
        store.append(Include(appearance="a"), by="an\0n", reason="", at=AT)


# -- opening, locking


def test_a_store_is_found_again(new_store_url: NewUrl) -> None:
    url = new_store_url()
    first = create_store(url)
    first.append(Include(appearance="a"), by="ann", reason="r", at=AT)
    first.close()
    second = open_store(url)
    assert second.verify() == 1
    second.close()
    with pytest.raises(StoreError, match="already"):
        create_store(url)


def test_nothing_there(new_store_url: NewUrl) -> None:
    with pytest.raises(StoreError, match=r"there is no"):
        open_store(new_store_url())


def test_a_newer_schema_is_refused(new_store_url: NewUrl) -> None:
    url = new_store_url()
    store = create_store(url)
    store._say("INSERT INTO schema_versions VALUES (999, 'later')")
    store.close()
    with pytest.raises(StoreError, match="newer version"):
        open_store(url)


def test_another_programs_database_is_refused(new_store_url: NewUrl) -> None:
    url = new_store_url()
    store = create_store(url)
    store._say("DROP TABLE schema_versions")
    store.close()
    with pytest.raises(StoreError, match="another program"):
        open_store(url)


def test_a_migration_that_fails_leaves_the_old_schema(new_store_url: NewUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    from testimonia.store import schema

    url = new_store_url()
    create_store(url).close()
    true = schema.migrations
    broken = lambda dialect: {**true(dialect), 99: ["CREATE TABLE extra (x INTEGER)", "NO SQL AT ALL"]}  # noqa: E731
    monkeypatch.setattr(schema, "migrations", broken)
    with pytest.raises(StoreError):
        open_store(url)
    monkeypatch.setattr(schema, "migrations", lambda dialect: {**true(dialect), 99: ["CREATE TABLE extra (x INTEGER)"]})
    store = open_store(url)
    assert store._version() == 99
    store.close()


def test_one_writer_at_a_time_and_readers_go_on(new_store_url: NewUrl) -> None:
    url = new_store_url()
    writer, other = create_store(url), open_store(url)
    with writer.exclusive():
        writer.put("s", "x", "f", link("d"))
        with pytest.raises(BusyError, match=str(os.getpid())):
            other.put("s", "y", "f", link("d"))
        assert list(other.done("s")) == ["x"]
    other.put("s", "y", "f", link("d"))
    assert list(writer.done("s")) == ["x", "y"]
    writer.close()
    other.close()


def test_a_reader_sees_one_unmoving_state(new_store_url: NewUrl) -> None:
    url = new_store_url()
    writer, reader = create_store(url), open_store(url)
    with reader.reading():
        assert reader.done("s") == {}
        writer.put("s", "x", "f", link("d"))
        assert reader.done("s") == {}
        with pytest.raises(StoreError):
            reader.put("s", "y", "f", link("d"))
    assert list(reader.done("s")) == ["x"]
    writer.close()
    reader.close()


KILLED = """
import sys
from testimonia.domain.decision import Include
from testimonia.domain.origin import OriginLink
from testimonia.store import open_store
store = open_store(sys.argv[1])
with store.exclusive():
    n = 0
    while True:
        n += 1
        with store.transaction():
            store.put("s", f"a{n}", "f", OriginLink(article="d", origin="d"))
            if n == 40:
                print("ready", flush=True)
            store.put("s", f"b{n}", "f", OriginLink(article="d", origin="d"))
            store.append(Include(appearance=str(n)), by="ann", reason="r", at="2026-11-23T12:00:00Z")
"""


def test_kill_9_leaves_it_whole_and_free(new_store_url: NewUrl) -> None:
    url = new_store_url()
    create_store(url).close()
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(KILLED), url], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    store = open_store(url)
    done = store.done("s")
    pairs = {name[1:] for name in done}
    assert set(done) == {f"{side}{n}" for side in "ab" for n in pairs}
    assert store.verify() == len(pairs) >= 39
    for _ in range(100):  # a server needs a moment to see that its client is gone
        try:
            store.put("s", "next", "f", link("d"))
            break
        except BusyError:
            signal.sigtimedwait([], 0.05)
    assert "next" in store.done("s")
    store.close()


def test_text_that_no_encoding_holds_is_told(store: SqlStore) -> None:
    with pytest.raises(StoreError, match="cannot be stored"):
        store.put("s", "x", "f", msgspec.structs.replace(link("d"), article="\ud800"))
