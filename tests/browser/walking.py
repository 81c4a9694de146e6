"""The window in a real browser, and how one gets about in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import sleep
from typing import Any

from alignment.app.server import serve
from alignment.app.workspace import Opening

A_MINUTE = 60_000
# What has the focus: the words by which it is called, and what it is.
_FOCUS = """() => {
  const e = document.activeElement;
  return [e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent, e.tagName];
}"""


@contextmanager
def walked(chromium: Any, opening: Opening) -> Iterator[Any]:
    """Open the window in a browser, and fail where the page complains, asks elsewhere, or does not end."""
    told: list[str] = []
    server = Thread(target=serve, args=(opening, 0, told.append), kwargs={"browser": False}, daemon=True)
    server.start()
    while not told:
        sleep(0.01)
    home = told[0].partition("/open")[0]
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", base_url=home)
    page = context.new_page()
    page.set_default_timeout(A_MINUTE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith((home, "data:")) else complaints.append(request.url)
    )
    page.goto(told[0])
    yield page
    # What is being written is written to its end: a folder that is taken away is no subject here.
    for _ in range(A_MINUTE // 200):
        page.goto("/report")
        if not page.locator("[data-job]").count():
            break
        sleep(0.2)
    page.get_by_role("button", name="Close the program").click()
    page.wait_for_selector("text=You can close the window")
    server.join(20)
    context.close()
    assert complaints == [], complaints
    assert not server.is_alive()


def tab_to(page: Any, name: str, role: str | None = None) -> None:
    """Press Tab until something of that name has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        words, tag = page.evaluate(_FOCUS)
        if name in (words or "") and role in (None, tag):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def at(page: Any, path: str) -> None:
    """Wait for an address."""
    page.wait_for_url(re.compile(re.escape(path) + r"(\?|#|$)"))


def until(page: Any, script: str, wanted: Any = True) -> None:
    """Wait until a script gives this: what Playwright waits for itself, the policy of the window would refuse."""
    found = None
    for _ in range(A_MINUTE // 50):
        if (found := page.evaluate(script)) == wanted:
            return
        sleep(0.05)
    raise AssertionError(f"{script} stays {found}")
