"""Names that would run stand on every page; none runs, and what would be put into a page after all is refused by its policy."""

import re
from pathlib import Path
from typing import Any

import pytest
from walking import at, walked

import poisons
from alignment.app.workspace import Opening
from alignment.pipeline import examine, write_report
from alignment.settings import Settings
from alignment.wording import clean

pytestmark = pytest.mark.browser

STEPS = ("/", "/understood", "/issues", "/report", "/whatif", "/history")
SETTINGS = "[analysis]\npermutations = 5\n[score]\ndraws = 2\n"
SHOWN = frozenset(map(clean, poisons.NAMES))
# What is put into a page: each would run, fetch, or lead elsewhere.
INTRUDERS = """async () => {
  const refused = [];
  document.addEventListener("securitypolicyviolation", (one) => refused.push(one.effectiveDirective));
  // What a test begins with is let off the policy by the browser; what comes a moment later is not.
  await new Promise((done) => setTimeout(done));
  const put = (tag, words, place = document.body) => {
    const one = document.createElement(tag);
    for (const [name, word] of Object.entries(words)) {
      name === "text" ? one.textContent = word : one.setAttribute(name, word);
    }
    place.append(one);
    return one;
  };
  put("script", {text: "document.title = 'ran'"});
  put("script", {src: "https://x.example/ran.js"});
  put("script", {src: "data:text/javascript,document.title='ran'"});
  put("img", {src: "https://x.example/x.png", onerror: "document.title = 'ran'"});
  put("b", {onclick: "document.title = 'ran'", text: "x"}).click();
  put("a", {href: "javascript:document.title='ran'", text: "x"}).click();
  put("style", {text: "body { display: none } @import url(https://x.example/x.css);"});
  put("link", {rel: "stylesheet", href: "https://x.example/x.css"}, document.head);
  put("iframe", {src: "https://x.example/"});
  put("iframe", {srcdoc: "<script>top.document.title = 'ran'</script>"});
  put("object", {data: "https://x.example/x.swf"});
  put("base", {href: "https://x.example/"}, document.head);
  const form = put("form", {action: "https://x.example/", method: "post"});
  form.submit();
  for (const run of [() => eval("document.title = 'ran'"), () => new Function("document.title = 'ran'")(),
                     () => setTimeout("document.title = 'ran'")]) {
    try { run(); } catch { /* as it is to be */ }
  }
  await fetch("https://x.example/").catch(() => {});
  try { new WebSocket("wss://x.example/"); } catch { /* as it is to be */ }
  try { new Worker("data:text/javascript,1"); } catch { /* as it is to be */ }
  navigator.sendBeacon?.("https://x.example/", "x");
  await new Promise((done) => setTimeout(done, 300));
  return [...new Set(refused)].sort();
}"""
_STOPPED = ("csp", "net::ERR_BLOCKED_BY_CSP")
REFUSED = {
    "base-uri", "connect-src", "form-action", "frame-src", "img-src", "object-src", "script-src", "script-src-attr",
    "script-src-elem", "style-src-elem", "worker-src",
}  # fmt: skip
# Handlers that stand as attributes, scripts beside those of the page, and pictures or frames from elsewhere.
FOREIGN = """() => {
  const all = [...document.querySelectorAll("*")];
  return {
    handlers: all.flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith("on")),
    scripts: [...document.scripts].filter((one) => !one.src.startsWith(location.origin + "/static/")).length,
    elsewhere: all.map((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? "")
      .filter((one) => /^(?!https?:\\/\\/127)([a-z]+:|\\/\\/)/i.test(one) && !one.startsWith("data:")),
  };
}"""


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Path:
    return poisons.company(tmp_path_factory.mktemp("company") / "poisoned")


def intrude(page: Any) -> tuple[set[str], list[str]]:
    """Put into a page what it must refuse; return what it refused, and what it asked the network for in spite of that."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # What the policy stops is told as asked for and failed.
    page.on("requestfailed", lambda one: asked.remove(one.url) if one.failure in _STOPPED else None)
    refused = set(page.evaluate(INTRUDERS))
    assert page.title() != "ran"
    return refused, [one for one in asked if "x.example" in one]


def test_the_report_shows_every_name_runs_none_and_asks_nobody(open_page, chromium, company, tmp_path):
    found = examine([company], Settings(permutations=5, score_draws=2))
    (file,) = write_report(found, tmp_path, ("html",))
    # The page fails the test where it complains, or asks for anything beside itself.
    page = open_page(file)
    told = page.evaluate("document.body.textContent")
    assert {one for one in SHOWN if one not in told} == set()
    assert page.evaluate(FOREIGN) == {"handlers": [], "scripts": 2, "elsewhere": []}
    pointed = set()
    for one in page.locator("#map figure >> nth=0").locator("g[role=button]").all():
        one.focus()
        pointed.add(page.locator("#card .card-title").text_content())
    assert len(pointed) == 40
    assert pointed < SHOWN
    page.fill("#search", "<script>")
    page.wait_for_selector(".outcome:visible")
    assert "ran" not in page.title()
    intruded = chromium.new_page()
    intruded.goto(file.as_uri())
    assert intrude(intruded) == (REFUSED, [])
    assert intruded.locator("main").is_visible()
    intruded.close()


def test_no_page_of_the_window_runs_a_name_and_each_refuses_what_is_put_into_it(chromium, company, tmp_path):
    settings = tmp_path / "alignment.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    opening = Opening(workbooks=(company,), settings=settings, store=str(tmp_path / "history.sqlite"))
    shown: dict[str, set[str]] = {}
    with walked(chromium, opening) as page:
        for path in ("/understood", "/issues"):
            page.goto(path)
            at(page, path)
        page.goto("/report")
        page.frame_locator("iframe").locator("main").wait_for()
        page.fill("textarea", "\n\n".join(re.sub(r"[\r\n]+", " ", one) for one in poisons.POISONS.values()))
        page.get_by_role("button", name="Save and put into the report").click()
        page.frame_locator("iframe").locator("main").wait_for()
        page.goto("/history")
        page.get_by_role("button", name="Add the check").click()
        for path in STEPS:
            page.goto(path)
            told = page.evaluate("document.body.textContent")
            shown[path] = {one for one in SHOWN if one in told}
            assert page.title() != "ran"
            assert page.evaluate(FOREIGN) == {"handlers": [], "scripts": 0, "elsewhere": []}, path
        # A page of its own: what is refused is told on its console.
        for path in (*STEPS, "/report/page"):
            intruded = page.context.new_page()
            intruded.goto(path)
            # Within the frame its sandbox refuses every form, before the policy is asked.
            expected = REFUSED - {"form-action"} if path == "/report/page" else REFUSED
            assert intrude(intruded) == (expected, []), path
            intruded.close()
    assert len(shown["/whatif"]) == len(SHOWN)
    assert poisons.POISONS["formula"] in shown["/report"]
