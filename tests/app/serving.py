"""The window as it is served, asked as a browser asks."""

import re
import time
from pathlib import Path
from threading import Thread
from typing import Any, Self

import httpx

from alignment.app.server import serve
from alignment.app.workspace import Opening

_PATIENCE = 180


class Browser:
    """A browser's view of a program that is served at an address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.home = self.address.partition("/open")[0]
        self.browser = httpx.Client(base_url=self.home, headers={"origin": self.home}, timeout=_PATIENCE)

    def open(self) -> Self:
        """Exchange the token for the cookie."""
        assert self.browser.get(self.address).status_code == 303
        return self

    @property
    def csrf(self) -> str:
        return re.search(r'name="csrf" value="([^"]+)"', self.browser.get("/").text)[1]

    def get(self, path: str) -> Any:
        return self.browser.get(path)

    def post(self, path: str, data: dict[str, Any] | None = None, files: Any = None, **more: Any) -> Any:
        return self.browser.post(path, data={"csrf": self.csrf, **(data or {})}, files=files, **more)

    def drop(self, *files: Path, **data: str) -> Any:
        return self.post("/check", data, [("files", (one.name, one.read_bytes())) for one in files])

    def ready(self, *, written: bool = False) -> str:
        """Wait until the check can be looked at, or its report is written; return where that leads."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            found = self.get("/running")
            working = 'class="across work"' in self.get("/report").text if written else False
            if found.status_code != 200 and not working:
                return found.headers.get("location", "/running")
            time.sleep(0.05)
        raise AssertionError("nothing came of it")


class Window(Browser):
    """A browser's view of one run of the program, in a thread of this one."""

    def __init__(self, opening: Opening) -> None:
        told: list[str] = []
        self.thread = Thread(target=serve, args=(opening, 0, told.append), kwargs={"browser": False}, daemon=True)
        self.thread.start()
        while not told:
            time.sleep(0.01)
        super().__init__(told[0])

    def close(self) -> None:
        if self.thread.is_alive():
            self.open_again()
            self.post("/close")
            self.thread.join(_PATIENCE)
        assert not self.thread.is_alive()
        self.browser.close()

    def open_again(self) -> None:
        """A test may never have opened the window; the end of it needs the cookie."""
        if not self.browser.cookies:
            self.browser.get(self.address)
