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
  if (!place.isConnected) return;
  if (place.dataset.reload) {
    if (document.body.dataset.renew) renew();
    else location.reload();
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

// Files that were opened in their own place are followed: what they hold now takes the place of what they held.
async function follow() {
  let line = document.querySelector(".follows");
  if (!line) return;
  for (let known = line.dataset.state; ; ) {
    await new Promise((done) => setTimeout(done, LOOK_AGAIN));
    let found;
    try {
      found = await (await fetch("/state", { headers: { accept: "application/json" } })).json();
    } catch {
      return;
    }
    if (found.state === known) continue;
    known = found.state;
    line = document.querySelector(".follows");
    if (document.body.dataset.renew) await renew();
    else if (line && String(found.check) !== line.dataset.check) line.querySelector(".again").hidden = false;
  }
}

// The page as it is now takes the place of itself: the reader stays where they are, and what was typed or chosen stays.
async function renew() {
  let found;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return location.reload();
    found = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return;
  }
  const back = hold(document.activeElement);
  const typed = new Map(fields().filter(changed).map((field) => [addressOf(field), field]));
  const open = new Set(folded().filter((one) => one.open).map(titleOf));
  document.title = found.title;
  document.querySelector(".work")?.remove();
  for (const name of [".top", ".follows"]) swap(document.querySelector(name), found.querySelector(name));
  const parts = [...document.querySelectorAll("[data-part]")];
  const pairs = parts.map((part) => [part, found.querySelector(`[data-part="${part.dataset.part}"]`)]);
  if (parts.length && pairs.every(([, now]) => now)) {
    for (const [part, now] of pairs) {
      // A frame that is moved is loaded anew: the report stays untouched until the next one is written, and so does a file that was chosen,
      // and a sentence that somebody is in the middle of.
      const stays = frameOf(part) && (frameOf(now) ?? frameOf(part)) === frameOf(part);
      if (!stays && !chosen(part) && !writing(part)) swap(part, now);
    }
  } else {
    swap(document.querySelector("main"), found.querySelector("main"));
  }
  const work = found.querySelector(".work");
  if (work) {
    document.querySelector(".top").after(document.adoptNode(work));
    watch(work);
  }
  for (const one of folded()) if (open.has(titleOf(one))) one.open = true;
  for (const field of fields()) fill(field, typed.get(addressOf(field)));
  kept();
  chapters();
  framed();
  back();
}

// Where the reader is, to be put back there: the same thing has the focus and the cursor, or else the nearest title is in the same place.
function hold(focused) {
  const titles = [...document.querySelectorAll("main :is(h1, h2, h3)")];
  const distance = (one) => Math.abs(one.getBoundingClientRect().top);
  // Who is at the top stays there.
  const held = focused.closest("main, .top") ? focused : scrollY && titles.sort((one, other) => distance(one) - distance(other))[0];
  if (!held) return () => {};
  const address = addressOf(held);
  const { top } = held.getBoundingClientRect();
  const { selectionStart, selectionEnd, scrollTop } = held;
  return () => {
    const now = held.isConnected ? held : [...document.querySelectorAll(REACHED)].find((one) => addressOf(one) === address);
    if (!now) return;
    if (held === focused && now !== held) {
      now.focus({ preventScroll: true });
      if (typeof selectionStart === "number") now.setSelectionRange(selectionStart, selectionEnd);
      now.scrollTop = scrollTop;
    }
    scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  };
}

const REACHED = "a, button, input:not([type=hidden]), select, textarea, summary, iframe, h1, h2, h3, [tabindex]";
const folded = () => [...document.querySelectorAll("main details")];
// Without the number beside it, which may be another one now.
const titleOf = (one) => one.querySelector("summary").firstChild.textContent;
const swap = (before, now) => { if (before && now) before.replaceWith(document.adoptNode(now)); };
const frameOf = (part) => part.querySelector("iframe")?.getAttribute("src");
const chosen = (part) => [...part.querySelectorAll("input[type=file]")].some((one) => one.files.length);
const writing = (part) => document.activeElement.matches("textarea") && changed(document.activeElement) && part.contains(document.activeElement);
const fields = () => [...document.querySelectorAll("main input:not([type=hidden], [type=file]), main select, main textarea")];
const ticked = (field) => field.type === "checkbox" || field.type === "radio";

function addressOf(one) {
  return one.id || (one.name ? `${one.name}=${ticked(one) ? one.value : ""}` : one.getAttribute("href") || one.textContent);
}

function changed(field) {
  if (ticked(field)) return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
}

function fill(field, before) {
  if (!before) return;
  if (ticked(field)) field.checked = before.checked;
  else if (field.tagName !== "SELECT" || [...field.options].some((one) => one.value === before.value)) field.value = before.value;
}

// Where the reader is in the report, as the report itself tells: a newer one is opened there.
let seen = null;

function framed() {
  const frame = document.querySelector("main iframe");
  if (!frame || frame.dataset.told) return;
  frame.dataset.told = "yes";
  frame.addEventListener("load", () => { if (seen) frame.contentWindow.postMessage(seen, "*"); });
}

addEventListener("message", ({ source, data }) => {
  const frame = document.querySelector("main iframe");
  if (frame && source === frame.contentWindow && data && typeof data.at === "string") seen = { at: data.at, by: Number(data.by) };
});

dropped();
kept();
chapters();
framed();
follow();
for (const place of document.querySelectorAll("[data-job]")) watch(place);
