"""No password is told: not as it stands in the URL of a history or of an engine, in any way of writing it, and not as a server quotes it."""

import pytest
from click.testing import CliRunner

from alignment.app.workspace import Opening, Workspace
from alignment.cli.main import alignment
from alignment.errors import EngineError, StoreError, without_passwords
from alignment.history.connecting import database
from alignment.history.store import open_store
from alignment.interactions.engines import connected
from alignment.resources import sample_data

pytestmark = pytest.mark.loopback

SAMPLE = sorted(sample_data().glob("*.xlsx"))[0]
WORD = "S3cr3tPw"
# Nothing listens at the first port.
HERE = "127.0.0.1:1/db"
REACHED = [
    f"postgresql+psycopg://ann:{WORD}@{HERE}",
    f"postgresql://ann:{WORD}@{HERE}?connect_timeout=2",
    f"postgresql://:{WORD}@{HERE}",
    f"postgresql://ann:%53{WORD[1:]}@{HERE}",
    f"postgresql://ann:{WORD}%40%2F%23@{HERE}",
    f"postgresql://ann:{WORD}/x@{HERE}",
    f"postgresql://ann:{WORD}#x@{HERE}",
    f"postgresql://ann:a?{WORD}@{HERE}",
    f"postgresql://ann@{HERE}?password={WORD}",
    f"postgresql://{HERE}?user=ann&password={WORD}&sslpassword={WORD}x",
    f"postgresql://ann@{HERE}?sslmode={WORD}",
    f"postgresql://ann@{HERE}?require_auth={WORD}",
    f"postgresql://ann@{HERE}?unknown={WORD}",
    f"postgresql://ann@{HERE}?options=-cpassword%3D{WORD}",
    f"postgresql://ann:{WORD}@/db?host=127.0.0.1&port=1",
]
REFUSED = [
    f"postgresql://ann:a@{WORD}@{HERE}",
    f"postgresql://ann@{HERE}?port={WORD}",
    f"postgresql://ann:{WORD}@127.0.0.1:x/db",
    f"postgresql://ann:{WORD}@[::1/db",
    f"postgres://ann:{WORD}@{HERE}",
    f"POSTGRESQL://ann:{WORD}@{HERE}",
    f"mysql://ann:{WORD}@{HERE}",
    f"jdbc:postgresql://h/db?user=a&password={WORD}",
    f"host=127.0.0.1 port=1 dbname=x password={WORD}",
    f"dbname=x password='{WORD}'",
    f"password = {WORD}",
    f"postgresql:/ann:{WORD}@h/db",
    f"postgresql:ann:{WORD}@h/db",
    f"postgres:{WORD}@h/db",
    f"ann:{WORD}@h/db",
]


@pytest.mark.parametrize("place", REACHED)
def test_a_server_that_cannot_be_reached_is_told_without_its_password(place):
    with (
        pytest.raises(StoreError, match=r"^postgresql\+psycopg://.*: the server refuses: ") as raised,
        open_store(place),
    ):
        pass
    assert WORD not in str(raised.value)
    assert WORD not in repr(database(place))


@pytest.mark.parametrize("place", REFUSED)
def test_what_is_no_url_is_refused_without_being_repeated_and_no_file_is_called_so(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=r"^--store: ") as raised, open_store(place, create=True):
        pass
    assert WORD not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["q1 2026@work.sqlite", "host.sqlite", "a=b.sqlite", "password.sqlite"])
def test_a_file_may_be_called_almost_anything(name, tmp_path):
    with open_store(tmp_path / name, create=True) as store:
        assert store.entries() == ()


def test_a_file_that_is_there_is_read_whatever_it_is_called(tmp_path):
    with open_store(tmp_path / "x.sqlite", create=True):
        pass
    place = (tmp_path / "x.sqlite").rename(tmp_path / "user=ann.sqlite")
    with open_store(place) as store:
        assert store.entries() == ()


def test_a_sign_that_ends_the_password_in_a_url_is_told():
    with pytest.raises(StoreError, match="Write @ as %40"):
        database(f"postgresql://ann:a@{WORD}@{HERE}")


@pytest.mark.parametrize("given", ["option", "variable"])
@pytest.mark.parametrize(
    "command",
    [
        ["add", SAMPLE],
        ["list"],
        ["list", "--fail-on", "regression"],
        ["trend"],
        ["report"],
        ["export"],
        ["remove", "2026-03-31"],
    ],
)
@pytest.mark.parametrize("place", [REACHED[8], REFUSED[0], REFUSED[8]])
def test_no_command_of_the_history_prints_it(place, command, given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if command[0] == "add":
        (tmp_path / "quick.toml").write_text("[analysis]\npermutations = 20\n[score]\ndraws = 5\n")
        command = [*command, "--settings", "quick.toml"]
    more = ["--store", place] if given == "option" else []
    if given == "variable":
        monkeypatch.setenv("ALIGNMENT_STORE", place)
    done = CliRunner().invoke(alignment, ["track", *map(str, command), *more])
    assert done.exit_code == 2
    assert WORD not in done.output


@pytest.mark.parametrize("place", [REACHED[0], REACHED[8], REFUSED[9], REFUSED[11]])
@pytest.mark.parametrize(
    "command", [["check"], ["report"], ["interactions"], ["compare", str(SAMPLE)], ["check", str(SAMPLE), "--mapping"]]
)
def test_a_url_in_the_place_of_a_file_is_told_without_its_password(place, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(alignment, [*command, place])
    assert done.exit_code == 2
    assert WORD not in done.output


@pytest.mark.parametrize(
    "url",
    [
        f"postgres://ann:{WORD}@{HERE}",
        f"postgres://ann@{HERE}?password={WORD}",
        f"snowflake://ann:{WORD}@h/x",
        f"duckdb:///no/such/{WORD}/x.db",
        f"host=x password={WORD}",
        f"host=x password={WORD} url=http://x",
        f"ann:{WORD}@h://x",
        f"{WORD}",
    ],
)
def test_no_engine_is_told_with_its_password(url):
    with pytest.raises(EngineError, match=r"^--engine: ") as raised, connected(url):
        pass
    assert WORD not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("postgresql://ann:x@h/db", "postgresql://ann:***@h/db"),
        ("postgresql:/ann:x@h/db: there is no such file.", "postgresql:/ann:***@h/db: there is no such file."),
        ("see https://h/a?token=x&b=1", "see https://h/a?token=***&b=1"),
        ("host=h password='a b' port=1", "host=h password=*** port=1"),
        (r"C:\Users\ann@acme\audit.xlsx: is empty.", r"C:\Users\ann@acme\audit.xlsx: is empty."),
        (
            "Journeys!D9: nobody is called ann@acme.com: is it Ann?",
            "Journeys!D9: nobody is called ann@acme.com: is it Ann?",
        ),
    ],
)
def test_of_a_message_the_passwords_are_left_out_and_nothing_else(text, told):
    assert without_passwords(text) == told


def test_the_window_leaves_them_out_of_what_it_shows():
    space = Workspace(Opening())
    try:
        assert space.shown(f"postgresql:/ann:{WORD}@h/db: no such file") == "postgresql:/ann:***@h/db: no such file"
    finally:
        space.close()
