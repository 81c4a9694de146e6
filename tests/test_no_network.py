"""Nothing calls the network: not this suite, and not the program where there is none, whatever it is asked to do."""

import os
import socket
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path
from shutil import copy, which

import httpx
import pytest

from alignment.interactions.engines import connected
from alignment.resources import sample_data
from nonetwork import Called

# A network of its own in which there is nothing but this machine, and counters that begin at nothing.
ALONE = ["unshare", "--net", *([] if sys.platform != "linux" or os.geteuid() == 0 else ["--map-root-user"])]
# What the system counts of calls: answers that found no way out, connections begun, packets sent without one, over both protocols.
COUNTED = {"OutNoRoutes", "ActiveOpens", "OutDatagrams", "Ip6OutNoRoutes", "Udp6OutDatagrams"}
COMMENTARY = """
Before. ![a picture](http://192.0.2.1/spy.png) <img src="https://192.0.2.1/spy.gif"> [a link](https://192.0.2.1/page)

# Silos

![another](//192.0.2.1/spy.svg) @import url(http://192.0.2.1/style.css); #import "@preview/cetz:0.3.1"
"""


def counters(told: str) -> dict[str, int]:
    """What the files of Linux say that was called."""
    found: dict[str, int] = {}
    lines = [line.split() for line in told.splitlines()]
    for names, values in pairwise(lines):
        if len(names) > 2 and names[0] == values[0]:
            found |= {name: int(value) for name, value in zip(names[1:], values[1:], strict=True)}
        elif len(names) == 2 and names[0].startswith(("Ip6", "Udp6")):
            found[names[0]] = int(names[1])
    return {name: value for name, value in found.items() if name in COUNTED and value}


def alone(script: str, folder: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, int]]:
    """Run a script where there is no network; return how it ended, and what it called all the same."""
    if which("unshare") is None or subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no network can be taken away here (unshare of Linux, and the right to use it)")
    told = folder / "called"
    whole = f"{{ {script} ; }}; status=$?; cat /proc/net/snmp /proc/net/snmp6 > '{told}'; exit $status"
    here = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}
    done = subprocess.run(
        [*ALONE, "sh", "-c", whole], check=False, cwd=folder, env=here, capture_output=True, text=True, timeout=500
    )
    return done, counters(told.read_text())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for one in sample_data().glob("*.xlsx"):
        copy(one, tmp_path)
    (tmp_path / "quick.toml").write_text("[analysis]\npermutations = 20\n[score]\ndraws = 5\n")
    (tmp_path / "words.md").write_text(COMMENTARY)
    return tmp_path


@pytest.mark.parametrize(
    "call",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.getaddrinfo("example.com", 80),
        lambda: socket.gethostbyname("example.com"),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
        lambda: httpx.get("http://192.0.2.1/"),
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    ],
)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_test_can_call(call):
    with pytest.raises(Called):
        call()


@pytest.mark.loopback
def test_what_is_about_this_machine_s_own_sockets_can_call_it_and_nobody_else():
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()
    with pytest.raises(Called):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "socket.getaddrinfo('example.com', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_a_call_is_noticed_where_there_is_no_network(tmp_path, call):
    _, called = alone(f'python -c "import socket; {call}"', tmp_path)
    assert sum(called.values()) >= 1


def test_a_health_check_is_written_without_calling_anybody(folder):
    done, called = alone(
        "alignment report brightwater-q1.xlsx -o out --settings quick.toml --commentary words.md --quiet "
        "--format html,pdf,xlsx,pptx,json,graphml,gexf,csv",
        folder,
    )
    assert (done.returncode, done.stderr, called) == (0, "", {})
    assert len(list((folder / "out").iterdir())) >= 8
    page = (folder / "out" / "health-check.html").read_text(encoding="utf-8")
    # The words are there as words: no picture, style or script is fetched for them.
    assert "another" in page
    assert '="http://192.0.2.1' not in page
    assert '="//192.0.2.1' not in page


@pytest.mark.slow
@pytest.mark.parametrize(
    "commands",
    [
        "alignment demo -o demo --quiet",
        "alignment new blank.xlsx && alignment check brightwater-q1.xlsx --annotate marked.xlsx && alignment map brightwater-q1.xlsx -o mapping.toml"
        " && alignment explain silos.ei_index && alignment --help",
        "alignment track add brightwater-q1.xlsx --settings quick.toml && alignment track add brightwater-q2.xlsx --settings quick.toml"
        " && alignment track list && alignment track trend && alignment track report -o trend && alignment track export -o tables --format parquet",
        "alignment compare brightwater-q1.xlsx brightwater-q2.xlsx --settings quick.toml",
        "alignment report brightwater-q1.xlsx -o safe --client-safe --settings quick.toml --lang nl --format html,pdf",
    ],
    ids=["demo", "workbooks", "track", "compare", "client-safe"],
)
def test_no_command_calls_anybody(folder, commands):
    done, called = alone(commands, folder)
    assert (done.returncode, called) == (0, {}), done.stderr


def test_logs_are_counted_without_calling_anybody(folder):
    (folder / "people.csv").write_text("person,department\n" + "".join(f"p{at},{'AB'[at % 2]}\n" for at in range(20)))
    meetings = "".join(f"p{at},p{(at + 1) % 20},2026-01-05\n" for at in range(20) for _ in range(3))
    (folder / "mail.csv").write_text("from,to,time\n" + meetings)
    done, called = alone(
        "alignment interactions mail.csv --people people.csv -o ties.csv -o ties.parquet -o ties.xlsx", folder
    )
    assert (done.returncode, called) == (0, {}), done.stderr


def test_an_engine_that_is_a_file_fetches_no_extension_either(tmp_path):
    with connected(f"duckdb://{tmp_path / 'logs.db'}") as engine:
        allowed = "SELECT value FROM duckdb_settings() WHERE name = 'autoinstall_known_extensions'"
        assert engine.connection.raw_sql(allowed).fetchall() == [("false",)]


# Asks the window for each of its steps as a browser would; this machine's own address is there once it is switched on.
_ASKING = """
    import fcntl, re, socket, struct, subprocess, sys, urllib.request
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        fcntl.ioctl(one, 0x8914, struct.pack("16sh", b"lo", 0x49))
    program = subprocess.Popen(
        ["alignment", "app", "--no-browser", "--settings", "quick.toml", "brightwater-q1.xlsx"], stdout=subprocess.PIPE, text=True
    )
    address = program.stdout.readline().split()[-1]
    asked = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    asked.addheaders = [("origin", address.partition("/open")[0])]
    seen = [asked.open(address).status]
    home = address.partition("/open")[0]
    while "/running" in (page := asked.open(home + "/running")).url:
        page.read()
    for path in ("/", "/understood", "/issues", "/report", "/whatif", "/history"):
        seen.append(asked.open(home + path).status)
    form = re.search(r'name="csrf" value="([^"]+)"', asked.open(home + "/").read().decode())[1]
    asked.open(home + "/close", f"csrf={form}".encode()).read()
    print(seen, program.wait(30))
"""


@pytest.mark.slow
def test_the_window_calls_nobody_but_its_own_browser(folder):
    (folder / "asking.py").write_text(textwrap.dedent(_ASKING))
    done, called = alone("python asking.py", folder)
    assert done.stdout.strip() == f"{[200] * 7} 0", done.stderr
    # The browser begins connections by the loopback; nothing is looked for anywhere else.
    assert called.keys() == {"ActiveOpens"}
