// What the report answers when it is searched, filtered, sorted and pointed at. Without this script everything is shown.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("answers").textContent);
  const words = data.words;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  // Texts are compared without case and accents.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function make(tag, content = [], attributes = {}) {
    const made = document.createElement(tag);
    made.append(...[content].flat());
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  // ---- Search and filter: what does not match is put away on the screen; paper always shows everything.

  const UNITS = ".finding, tbody tr, figure, aside, .gauge, dl > div, .bullets > li, section > p";
  const BOXES = ".table, .lights, dl, .bullets";
  const search = byId("search");
  const filters = { severity: byId("severity"), departments: byId("department"), journeys: byId("journey") };
  const outcome = byId("outcome");
  const chapters = all("main > section").map(chapterOf);
  const told = Object.keys(data.findings).length;

  function chapterOf(section) {
    const chapter = { section, link: document.querySelector(`nav a[href="#${section.id}"]`).parentElement, parts: [] };
    let part = { heading: null, units: [], boxes: [] };
    chapter.parts.push(part);
    for (const child of section.children) {
      if (child.matches("h2")) continue;
      if (child.matches("h3")) {
        part = { heading: child, units: [], boxes: [] };
        chapter.parts.push(part);
        continue;
      }
      const found = child.matches(UNITS) ? [child] : all(UNITS, child);
      const title = plain(`${section.querySelector("h2").textContent} ${part.heading?.textContent ?? ""} `);
      for (const element of found) {
        const text = title + plain(element.textContent);
        part.units.push({ element, text, finding: data.findings[element.id] });
      }
      if (child.matches(BOXES)) part.boxes.push({ element: child, units: part.units.slice(-found.length) });
    }
    return chapter;
  }

  function matches(unit, asked, chosen) {
    if (chosen.length && !unit.finding) return false;
    const kept = chosen.every(([name, value]) =>
      name === "severity" ? unit.finding.severity === value : unit.finding[name].includes(Number(value)));
    return kept && asked.every((word) => unit.text.includes(word));
  }

  function refresh() {
    const asked = plain(search.value).split(/\s+/).filter(Boolean);
    const chosen = Object.entries(filters).map(([name, select]) => [name, select.value]).filter(([, value]) => value);
    const show = (element, shown) => { element.classList.toggle("away", !shown); return shown; };
    const shown = [];
    for (const { section, link, parts } of chapters) {
      const before = shown.length;
      for (const { heading, units, boxes } of parts) {
        const kept = units.filter((unit) => show(unit.element, matches(unit, asked, chosen)));
        for (const box of boxes) show(box.element, !box.units.length || box.units.some((unit) => kept.includes(unit)));
        if (heading) show(heading, kept.length);
        shown.push(...kept);
      }
      show(link, show(section, shown.length > before));
    }
    const active = asked.length + chosen.length > 0;
    document.documentElement.classList.toggle("filtered", active);
    outcome.parentElement.hidden = !active;
    outcome.textContent = active ? result(shown, chosen.length > 0) : "";
    highlight(asked, shown);
  }

  function result(shown, filtered) {
    if (!shown.length) return words.nothing;
    if (!filtered) return fill(words.places, { number: number.format(shown.length) });
    const counted = fill(words.findings, { shown: number.format(shown.length), all: number.format(told) });
    const more = fill(words.more, { all: number.format(data.all) });
    return told < data.all ? `${counted} (${more})` : counted;
  }

  function highlight(asked, shown) {
    if (!window.Highlight) return;
    const ranges = [];
    for (const { element } of asked.length ? shown : []) {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode() && ranges.length < 3000) {
        const text = texts.currentNode.data.toLowerCase();
        for (const word of asked) {
          for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, at);
            range.setEnd(texts.currentNode, at + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function showAll() {
    search.value = "";
    for (const select of Object.values(filters)) select.value = "";
    refresh();
  }

  function offer(select, options) {
    const used = new Map();
    for (const finding of Object.values(data.findings)) {
      for (const value of [finding[select.name]].flat()) used.set(String(value), (used.get(String(value)) ?? 0) + 1);
    }
    for (const [value, name] of options) {
      if (used.has(value)) select.append(make("option", `${name} (${number.format(used.get(value))})`, { value }));
    }
  }

  for (const [name, select] of Object.entries(filters)) select.name = name;
  offer(filters.severity, data.severities);
  offer(filters.departments, data.departments.map((one, place) => [String(place), one.name]));
  offer(filters.journeys, data.journeys.map((one, place) => [String(place), one.name]));
  for (const select of Object.values(filters)) {
    select.hidden = select.options.length < 2;
    select.addEventListener("change", refresh);
  }
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, 120); });
  byId("clear").addEventListener("click", () => { showAll(); search.focus(); });
  byId("more").addEventListener("click", ({ currentTarget }) => {
    currentTarget.setAttribute("aria-expanded", String(byId("filters").classList.toggle("open")));
  });
  // A link leads to its place even where that was put away.
  const uncover = (hash) => {
    const target = hash && byId(decodeURIComponent(hash.slice(1)));
    if (target?.closest(".away")) showAll();
    return target;
  };
  document.addEventListener("click", ({ target }) => uncover(target.closest('a[href^="#"]')?.hash), true);
  window.addEventListener("hashchange", () => uncover(location.hash)?.scrollIntoView());
  document.querySelector(".bar").hidden = false;
  refresh();

  // ---- Sorting: by a click on a column's name, up, down, and back. Paper keeps the order of the report.

  const sorted = new Map();

  function sortable(table) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 3) return;
    for (const [place, head] of [...table.tHead.rows[0].cells].entries()) {
      if (new Set(rows.map((row) => row.cells[place].textContent)).size < 2) continue;
      const button = make("button", [...head.childNodes], { type: "button", class: "sort" });
      head.append(button);
      button.addEventListener("click", () => {
        const first = head.classList.contains("number") ? "descending" : "ascending";
        const second = first === "ascending" ? "descending" : "ascending";
        const next = { [first]: second, [second]: null }[head.getAttribute("aria-sort")];
        const order = next === undefined ? first : next;
        for (const cell of head.parentElement.cells) cell.removeAttribute("aria-sort");
        if (order) head.setAttribute("aria-sort", order);
        sorted.set(table, { rows, place, order });
        arrange(table);
      });
    }
  }

  function arrange(table, asWritten = false) {
    const { rows, place, order } = sorted.get(table);
    const ranked = rows.some((row) => row.cells[place].dataset.rank !== undefined);
    const key = (row) => (ranked ? Number(row.cells[place].dataset.rank ?? NaN) : row.cells[place].textContent);
    const sign = order === "descending" ? -1 : 1;
    const compare = (one, other) => {
      if (!ranked) return sign * key(one).localeCompare(key(other), document.documentElement.lang, { numeric: true });
      // What has no value stands last, whichever way.
      return Number.isNaN(key(one)) - Number.isNaN(key(other)) || sign * (key(one) - key(other)) || 0;
    };
    table.tBodies[0].append(...(order && !asWritten ? [...rows].sort(compare) : rows));
  }

  all(".table table").forEach(sortable);
  const paper = (printing) => { for (const table of sorted.keys()) arrange(table, printing); };
  matchMedia("print").addEventListener("change", (event) => paper(event.matches));

  // ---- Departments: pointed at, focused or tapped, in pictures and tables, they tell their ties and journeys.

  const SUBJECT = "[data-department], [data-first]";
  const place = new Map(data.departments.map((one, index) => [one.id, index]));
  const card = make("div", [], { id: "card", class: "card", role: "dialog", hidden: "" });
  let shownFor = null;
  let leaving = 0;
  document.body.append(card);

  const link = ({ name, page }) => (page ? make("a", name, { href: `#${page}` }) : name);
  const line = (title, items) => (items.length ? [make("dt", title), make("dd", items)] : []);
  const listed = (items, most = 6) => {
    const rest = items.length - most;
    const told = items.slice(0, most).flatMap((one, index) => (index ? ["; ", one] : [one]));
    return rest > 0 ? [...told, "; ", fill(words.rest, { number: number.format(rest) })] : told;
  };
  const journeys = (places) => listed(places.map((one) => link(data.journeys[one])));

  function aboutDepartment(index) {
    const one = data.departments[index];
    const pairs = data.pairs.filter(({ ends }) => ends.includes(index));
    const other = ({ ends }) => data.departments[ends[0] === index ? ends[1] : ends[0]].name;
    const ties = pairs.filter((pair) => pair.strength !== null).sort((a, b) => b.strength - a.strength);
    const found = Object.values(data.findings).filter(({ departments }) => departments.includes(index)).length;
    const findings = make("button", number.format(found), { type: "button" });
    findings.addEventListener("click", () => {
      showAll();
      filters.departments.value = index;
      hide();
      refresh();
      search.scrollIntoView();
      filters.departments.focus();
    });
    return [
      make("p", one.name, { class: "card-title" }),
      ...(one.division ? [make("p", one.division, { class: "card-division" })] : []),
      make("dl", [
        ...line(words.with, listed(ties.map((pair) => `${other(pair)} ${number.format(pair.strength)}`))),
        ...line(words.missing, listed(pairs.filter((pair) => pair.missing).map(other))),
        ...line(words.journeys, journeys(one.journeys)),
        ...line(words.findings_here, found ? [findings] : []),
      ]),
      ...(one.page ? [make("p", link({ name: words.page, page: one.page }))] : []),
    ];
  }

  function aboutPair(ends) {
    const pair = data.pairs.find((one) => ends.every((end) => one.ends.includes(end)));
    const strength = pair?.strength ?? null;
    return [
      make("p", ends.map((one) => data.departments[one].name).sort().join(" – "), { class: "card-title" }),
      make("p", strength === null ? words.no_tie : fill(words.strength, { number: number.format(strength) })),
      make("dl", line(words.both, journeys(pair?.journeys ?? []))),
    ];
  }

  function show(subject, at) {
    clearTimeout(leaving);
    if (shownFor === subject) return;
    hide();
    const { department, first, second } = subject.dataset;
    const ends = (first === undefined ? [department] : [first, second]).map((id) => place.get(id));
    if (ends.includes(undefined)) return;
    shownFor = subject;
    card.replaceChildren(...(ends.length > 1 ? aboutPair(ends) : aboutDepartment(ends[0])));
    card.setAttribute("aria-label", card.firstChild.textContent);
    card.hidden = false;
    subject.setAttribute("aria-describedby", "card");
    point(subject);
    const box = subject.getBoundingClientRect();
    const { x, y, below } = at ? { x: at.clientX, y: at.clientY - 12, below: at.clientY + 14 } : { x: box.left, y: box.top - 8, below: box.bottom + 8 };
    const { width, height } = card.getBoundingClientRect();
    card.style.left = `${Math.max(8, Math.min(x, document.documentElement.clientWidth - width - 8))}px`;
    card.style.top = `${below + height < innerHeight ? below : Math.max(8, y - height)}px`;
  }

  function hide() {
    clearTimeout(leaving);
    shownFor?.removeAttribute("aria-describedby");
    shownFor = null;
    card.hidden = true;
    for (const one of all(".pointed, .near")) one.classList.remove("pointed", "near");
  }

  // In a picture, all but what belongs to the department or to the pair steps back.
  function point(subject) {
    const picture = subject.closest("svg");
    if (!picture) return;
    const { department, first, second } = subject.dataset;
    const ends = new Set(department === undefined ? [first, second] : [department]);
    const ties = all("[data-first]", picture).filter(({ dataset }) => {
      const touched = Number(ends.has(dataset.first)) + Number(ends.has(dataset.second));
      return touched === (department === undefined ? 2 : 1);
    });
    for (const { dataset } of ties) ends.add(dataset.first).add(dataset.second);
    const near = all("[data-department]", picture).filter(({ dataset }) => ends.has(dataset.department));
    for (const one of [...ties, ...near]) one.classList.add("near");
    picture.classList.add("pointed");
  }

  const subjectAt = ({ target }) => target.closest?.(SUBJECT);
  const leave = () => { clearTimeout(leaving); leaving = setTimeout(hide, 300); };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || card.contains(event.target)) { clearTimeout(leaving); return; }
    const subject = subjectAt(event);
    if (subject) show(subject, event);
    else if (shownFor && shownFor !== document.activeElement && !card.contains(document.activeElement)) leave();
  });
  document.addEventListener("focusin", (event) => {
    const subject = subjectAt(event);
    if (subject?.matches(":focus-visible")) show(subject);
    else if (!card.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const subject = subjectAt(event);
    if (card.contains(event.target)) { if (event.target.closest("a")) hide(); return; }
    if (!subject) { hide(); return; }
    // The first tap tells, the second follows the link.
    if (event.pointerType === "touch" && shownFor !== subject) event.preventDefault();
    show(subject, event.pointerType ? event : undefined);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (card.contains(document.activeElement)) shownFor?.focus();
      hide();
      return;
    }
    const subject = subjectAt(event);
    if (!subject || subject.matches("a")) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      show(subject);
      card.querySelector("a, button")?.focus();
    }
    const order = subject.closest("svg") ? all("[tabindex]", subject.closest("svg")) : [];
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || !order.length) return;
    event.preventDefault();
    const next = order.at((order.indexOf(subject) + step) % order.length);
    subject.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });

  // One stop for the Tab key in each picture; arrows go on from there.
  for (const picture of all(".chart > svg")) {
    const names = new Map();
    for (const shape of all("[data-department]", picture)) {
      if (shape.querySelector("text") && !names.has(shape.dataset.department)) names.set(shape.dataset.department, shape);
    }
    if (!names.size) continue;
    picture.setAttribute("role", "group");
    const targets = [...names.values()];
    for (const shape of targets[0].parentElement.children) {
      if (!targets.includes(shape)) shape.setAttribute("aria-hidden", "true");
    }
    targets.forEach((shape, index) => {
      const name = data.departments[place.get(shape.dataset.department)]?.name ?? shape.textContent.trim();
      shape.setAttribute("role", "button");
      shape.setAttribute("aria-label", name);
      shape.setAttribute("tabindex", index ? "-1" : "0");
    });
  }
  for (const mention of all("td span[data-department], th span[data-department]")) {
    mention.setAttribute("role", "button");
    mention.setAttribute("tabindex", "0");
  }

  // ---- Colours, and boxes that scroll.

  const dark = [...document.styleSheets[0].cssRules].find((one) => one.media?.mediaText.includes("prefers-color-scheme"));
  const scheme = byId("scheme");
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  const paint = () => {
    const on = chosen ?? preferred.matches;
    scheme.setAttribute("aria-pressed", String(on));
    if (chosen !== null) dark.media.mediaText = on ? "screen" : "not all";
  };
  scheme.addEventListener("click", () => { chosen = !(chosen ?? preferred.matches); paint(); });
  preferred.addEventListener("change", paint);
  paint();

  // Only a box that does scroll is a stop for the Tab key.
  const boxes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of all(".table, .chart")) boxes.observe(box);
})();
