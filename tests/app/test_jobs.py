"""Work in the background: stage by stage, one at a time, the newest of a kind."""

from threading import Event

from alignment.app.running import Jobs, stage_words
from alignment.errors import SourceError
from alignment.language import speaking
from alignment.pipeline import examine, write_report
from alignment.resources import sample_data
from alignment.settings import Settings


def test_stages_are_counted_as_they_pass():
    seen = []

    def work(job):
        for name in ("Finding", "Scoring"):
            job.stage(name)
            seen.append((job.words, job.done, job.total))

    job = Jobs().begin("check", 5, work, "/")
    assert job.ended.wait(5)
    assert seen == [("Looking for findings", 0, 5), ("Scoring", 1, 5)]
    assert (job.state, job.done) == ("done", 5)


def test_the_newest_of_a_kind_takes_the_place_of_the_one_at_work():
    jobs, at_work, go_on = Jobs(), Event(), Event()

    def first(job):
        job.stage("Finding")
        at_work.set()
        go_on.wait(5)
        job.stage("Scoring")

    old = jobs.begin("check", 2, first, "/")
    at_work.wait(5)
    waiting = jobs.begin("check", 2, lambda job: job.stage("Finding"), "/")
    new = jobs.begin("check", 2, lambda job: job.stage("Planning"), "/")
    go_on.set()
    assert new.ended.wait(5)
    assert old.ended.wait(5)
    assert waiting.ended.wait(5)
    assert [one.state for one in (old, waiting, new)] == ["superseded", "superseded", "done"]
    assert (old.stages, waiting.stages, new.stages) == (["Finding"], [], ["Planning"])
    assert jobs.latest("check") is new
    assert jobs.find(old.number) is None


def test_a_new_check_stops_what_is_made_of_the_old():
    jobs, at_work, go_on = Jobs(), Event(), Event()

    def slow(job):
        at_work.set()
        go_on.wait(5)
        job.stage("Drawing")

    made = jobs.begin("make", 1, slow, "/")
    at_work.wait(5)
    jobs.begin("check", 1, lambda job: None, "/", ["make"])
    go_on.set()
    assert made.ended.wait(5)
    assert made.state == "superseded"
    assert jobs.latest("make") is None


def test_what_cannot_go_on_is_told_as_on_the_command_line():
    def fails(job):
        raise SourceError("/private/audit.xlsx: the file is empty.")

    job = Jobs(lambda message: message.replace("/private/", "")).begin("check", 1, fails, "/")
    assert job.ended.wait(5)
    assert (job.state, job.error) == ("failed", "audit.xlsx: the file is empty.")


def test_every_stage_of_a_run_is_said(loud, tmp_path):
    named = []
    settings = Settings(permutations=20, score_draws=5)
    found = examine([sorted(sample_data().glob("*.xlsx"))[0]], settings, stage=named.append)
    write_report(found, tmp_path, ["html", "pdf", "xlsx", "pptx", "json", "csv"], stage=named.append)
    with speaking("nl"):
        said = {one: stage_words(one) for one in named}
    assert [one for one, words in said.items() if words == one] == []
    assert said["Finding"] == "LOOKING FOR FINDINGS"
    assert said["Opening brightwater-q1.xlsx"] == "OPENING brightwater-q1.xlsx"
