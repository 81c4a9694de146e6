// What if: a choice is sent as soon as it is made, and what it changes is put in its place, without losing the place on the page.
"use strict";

let turn = 0;

function put(text) {
  const found = new DOMParser().parseFromString(text, "text/html");
  for (const id of ["made", "told"]) {
    const piece = found.getElementById(id);
    if (!piece) continue;
    const place = document.getElementById(id);
    const open = place.querySelector("details[open]") !== null;
    const held = place.contains(document.activeElement);
    place.replaceWith(document.adoptNode(piece));
    const now = document.getElementById(id);
    if (open) now.querySelector("details")?.setAttribute("open", "");
    // What had the focus is gone with the piece: whoever works by keyboard goes on from there.
    if (held) (now.querySelector("button") || document.getElementById(`${id === "made" ? "own" : "told"}-title`)).focus();
  }
  const version = document.getElementById("made").dataset.version;
  for (const field of document.querySelectorAll("input[name=version]")) field.value = version;
  announce();
}

function announce() {
  const then = document.querySelector("#told .then, #told > .problem, #told > .waiting");
  const words = then ? then.cloneNode(true) : null;
  for (const drawn of words?.querySelectorAll("[aria-hidden]") ?? []) drawn.remove();
  document.getElementById("announced").textContent = words ? words.textContent.replace(/\s+/g, " ").trim() : "";
}

async function send(form) {
  turn += 1;
  const mine = turn;
  const fields = new URLSearchParams(new FormData(form));
  fields.set("piece", "yes");
  document.getElementById("told").setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: fields });
  } catch {
    // The program has ended: the form itself says so.
    form.submit();
    return;
  }
  const text = await answer.text();
  const refused = document.getElementById("refused");
  document.getElementById("told").removeAttribute("aria-busy");
  const found = new DOMParser().parseFromString(text, "text/html").querySelector("#refusal, main .problem");
  if (found) {
    // Said where whoever asked for it is.
    (document.activeElement.closest("form[data-piece] :is(li, fieldset)") || form).append(refused);
    refused.replaceChildren(document.adoptNode(found));
    return;
  }
  refused.replaceChildren();
  if (mine !== turn) return;
  put(text);
  if (form.classList.contains("make")) for (const field of form.querySelectorAll("input:not([type=hidden])")) field.value = "";
}

// One after the other: each carries the version that the answer before it gave.
let waiting = Promise.resolve();
const queued = (form) => { waiting = waiting.then(() => send(form)); };

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-piece]")) return;
  event.preventDefault();
  queued(form);
});

for (const form of document.querySelectorAll("form[data-now]")) {
  form.querySelector(".plain").hidden = true;
  form.addEventListener("change", () => queued(form));
  for (const button of form.querySelectorAll("button[data-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const tick of form.querySelectorAll("input[type=checkbox]")) tick.checked = button.dataset.all === "yes";
      queued(form);
    });
  }
}
