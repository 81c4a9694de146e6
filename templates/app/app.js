// What the window does by itself: it takes what is dropped, and looks how far the work is. Everything else is a form.
"use strict";

const LOOK_AGAIN = 300;

function dropped() {
  const form = document.querySelector("form.give");
  if (!form) return;
  const input = form.querySelector("#files");
  const given = form.querySelector(".given");
  const told = () => { given.textContent = [...input.files].map((file) => file.name).join(", "); };
  input.addEventListener("change", told);
  let depth = 0;
  const over = (yes) => document.body.classList.toggle("over", yes);
  addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; over(true); });
  addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) { depth = 0; over(false); } });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    if (!event.dataTransfer || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    told();
    form.requestSubmit();
  });
}

async function watch(place) {
  const words = place.querySelector(".words");
  const bar = place.querySelector("progress");
  for (;;) {
    let found;
    try {
      const answer = await fetch(`/progress?job=${place.dataset.job}`, { headers: { accept: "application/json" } });
      found = await answer.json();
    } catch {
      // The program has ended, or is about to: nothing more will come.
      return;
    }
    if (found.state === "superseded") {
      if (place.dataset.follow) location.replace(found.target);
      else place.hidden = true;
      return;
    }
    if (words.textContent !== found.words) words.textContent = found.words;
    listed(place.querySelector(".stages"), found.stages);
    bar.max = found.total;
    bar.value = found.done;
    if (place.dataset.follow) {
      if (found.ready || found.state === "done") return location.replace(found.target);
      if (found.state === "failed") return location.replace("/running");
    } else if (found.state !== "running") {
      return finished(place, found);
    }
    await new Promise((done) => setTimeout(done, LOOK_AGAIN));
  }
}

// The stages that are through, in their order; the status beside it says the one that is under way.
function listed(list, stages) {
  if (!list) return;
  for (const stage of stages.slice(list.children.length, -1)) {
    const line = document.createElement("li");
    line.textContent = stage;
    list.append(line);
  }
}

function finished(place, found) {
  const field = document.activeElement;
  // Nobody is interrupted in the middle of a sentence; a page that is loaded again has the words that were not saved.
  const writing = field && field.matches("textarea") && field.value !== field.defaultValue;
  if (place.dataset.reload && !writing) {
    location.reload();
    return;
  }
  if (!place.dataset.reload && !found.error) {
    place.hidden = true;
    return;
  }
  place.querySelector("progress").hidden = true;
  place.querySelector(".words").textContent = found.error || "";
  place.querySelector(".finished").hidden = false;
}

// Words that were not saved yet outlive a page that is loaded again, in this window and for this company.
function kept() {
  const words = document.querySelector("#words");
  if (!words) return;
  const place = `words of ${words.dataset.company}`;
  const unsaved = sessionStorage.getItem(place);
  if (unsaved !== null) words.value = unsaved;
  words.addEventListener("input", () => sessionStorage.setItem(place, words.value));
  words.form.addEventListener("submit", () => sessionStorage.removeItem(place));
}

function chapters() {
  const button = document.querySelector("#insert");
  if (!button) return;
  const words = document.querySelector("#words");
  button.closest(".chapter").hidden = false;
  button.addEventListener("click", () => {
    const title = document.querySelector("#chapter").value;
    words.value = `${words.value.trimEnd()}\n\n## ${title}\n\n`.trimStart();
    words.dispatchEvent(new Event("input"));
    words.focus();
    words.setSelectionRange(words.value.length, words.value.length);
  });
}

dropped();
kept();
chapters();
for (const place of document.querySelectorAll("[data-job]")) watch(place);
