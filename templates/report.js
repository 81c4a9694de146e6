// What the report answers when it is searched, filtered, sorted and pointed at. Without this script everything is shown.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("answers").textContent);
  const words = data.words;
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const format = new Intl.NumberFormat(root.lang, { maximumFractionDigits: 1 });
  const fill = (sentence, values) =>
    sentence.replace(/\{(\w+)\}/g, (_, name) => format.format(values[name]));
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
  const search = byId("search");
  const filters = { severity: byId("severity"), departments: byId("department"), journeys: byId("journey") };
  const outcome = byId("outcome");
  const told = Object.keys(data.findings).length;
  const units = all("main > section").flatMap(unitsOf);

  // A unit stands or falls on its own; what stands around it stays while one of its units does.
  function unitsOf(section) {
    const link = document.querySelector(`nav a[href="#${section.id}"]`).parentElement;
    const found = [];
    let heading = null;
    for (const child of section.children) {
      if (child.matches("h3")) heading = child;
      const title = plain(`${section.querySelector("h2").textContent} ${heading?.textContent ?? ""} `);
      for (const element of child.matches(UNITS) ? [child] : all(UNITS, child)) {
        const around = [section, link, heading, child, element].filter(Boolean);
        found.push({ element, around, text: title + plain(element.textContent), finding: data.findings[element.id] });
      }
    }
    return found;
  }

  function matches({ text, finding }, asked, chosen) {
    const agrees = ([name, value]) =>
      finding && (name === "severity" ? finding.severity === value : finding[name].includes(Number(value)));
    return chosen.every(agrees) && asked.every((word) => text.includes(word));
  }

  function refresh(event) {
    const asked = plain(search.value).split(/\s+/).filter(Boolean);
    const chosen = Object.entries(filters).map(([name, { value }]) => [name, value]).filter(([, value]) => value);
    const active = asked.length + chosen.length > 0;
    const shown = units.filter((unit) => matches(unit, asked, chosen));
    const kept = new Set(shown.flatMap(({ around }) => around));
    for (const one of units.flatMap(({ around }) => around)) one.classList.toggle("away", active && !kept.has(one));
    for (const one of all("main h3")) one.classList.toggle("away", active && !kept.has(one));
    root.classList.toggle("filtered", active);
    outcome.parentElement.hidden = !active;
    outcome.textContent = active ? result(shown.length, chosen.length > 0) : "";
    highlight(asked, active ? shown : []);
    const layout = document.querySelector(".layout");
    if (event && scrollY > layout.offsetTop) layout.scrollIntoView();
  }

  function result(shown, filtered) {
    if (!shown) return words.nothing;
    if (!filtered) return fill(words.places, { number: shown });
    return fill(told < data.all ? words.some_findings : words.findings, { shown, told, all: data.all });
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
            const range = new Range();
            range.setStart(texts.currentNode, at);
            range.setEnd(texts.currentNode, at + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function ask(department = "") {
    search.value = "";
    for (const select of Object.values(filters)) select.value = "";
    filters.departments.value = department;
    refresh(true);
  }

  // Only what some finding is about can be chosen.
  function offer(name, options) {
    const used = Object.values(data.findings).flatMap((finding) => finding[name]);
    for (const [value, text] of options) {
      const number = used.filter((one) => one === value).length;
      if (number) filters[name].append(make("option", `${text} (${format.format(number)})`, { value }));
    }
    filters[name].hidden = filters[name].options.length < 2;
    filters[name].addEventListener("change", refresh);
  }

  offer("severity", data.severities);
  offer("departments", data.departments.map(({ name }, place) => [place, name]));
  offer("journeys", data.journeys.map(({ name }, place) => [place, name]));
  let typing = 0;
  search.addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(refresh, 120, event);
  });
  byId("clear").addEventListener("click", () => { ask(); search.focus(); });
  byId("more").addEventListener("click", ({ currentTarget }) => {
    currentTarget.setAttribute("aria-expanded", byId("filters").classList.toggle("open"));
  });
  // A link leads to its place even where that was put away.
  function uncover(hash) {
    const target = hash && byId(decodeURIComponent(hash.slice(1)));
    if (target?.closest(".away")) ask();
    return target;
  }
  document.addEventListener("click", ({ target }) => uncover(target.closest('a[href^="#"]')?.hash), true);
  addEventListener("hashchange", () => uncover(location.hash)?.scrollIntoView());
  const bar = document.querySelector(".bar");
  bar.hidden = false;
  // What a link leads to stands under the bar, however high that is.
  new ResizeObserver(() => { root.style.scrollPaddingTop = `${bar.offsetHeight + 16}px`; }).observe(bar);
  refresh();

  // ---- Sorting: by a click on a column's name, one way, the other, and back. Paper keeps the order of the report.

  const sorted = new Map();

  function sortable(table) {
    const rows = [...table.tBodies[0].rows];
    for (const [place, head] of [...table.tHead.rows[0].cells].entries()) {
      const same = new Set(rows.map((row) => row.cells[place]?.textContent)).size < 2;
      if (rows.length < 3 || same || !head.textContent) continue;
      const button = make("button", [...head.childNodes], { type: "button", class: "sort" });
      const turns = ["ascending", "descending"];
      if (head.matches(".number")) turns.reverse();
      head.append(button);
      button.addEventListener("click", () => {
        const order = turns[turns.indexOf(head.getAttribute("aria-sort")) + 1];
        for (const cell of head.parentElement.cells) cell.removeAttribute("aria-sort");
        if (order) head.setAttribute("aria-sort", order);
        sorted.set(table, { rows, place, order });
        arrange(table);
      });
    }
  }

  function arrange(table, printing = false) {
    const { rows, place, order } = sorted.get(table);
    const cell = (row) => row.cells[place];
    const ranked = rows.some((row) => cell(row).dataset.rank);
    const sign = order === "descending" ? -1 : 1;
    const rank = (row) => Number(cell(row).dataset.rank ?? NaN);
    const compare = (one, other) => ranked
      // What has no value stands last, whichever way.
      ? isNaN(rank(one)) - isNaN(rank(other)) || sign * (rank(one) - rank(other)) || 0
      : sign * cell(one).textContent.localeCompare(cell(other).textContent, root.lang, { numeric: true });
    table.tBodies[0].append(...(order && !printing ? rows.toSorted(compare) : rows));
  }

  all(".table table").forEach(sortable);
  matchMedia("print").addEventListener("change", ({ matches: printing }) => {
    for (const table of sorted.keys()) arrange(table, printing);
    if (printing) highlight([], []);
    else refresh();
  });

  // ---- Departments: pointed at, focused or tapped, in pictures and tables, they tell their ties and journeys.

  const SUBJECT = "[data-department], [data-first]";
  const placeOf = new Map(data.departments.map(({ id }, place) => [id, place]));
  const idsOf = ({ dataset }) => (dataset.department === undefined ? [dataset.first, dataset.second] : [dataset.department]);
  const card = make("div", [], { id: "card", class: "card", role: "dialog", hidden: "" });
  let subject = null;
  let pinned = false;
  let leaving = 0;
  document.body.append(card);

  const link = ({ name, page }) => (page ? make("a", name, { href: `#${page}` }) : name);
  const line = (title, items, number = items.length) => number
    ? [make("dt", `${title} (${format.format(number)})`), make("dd", listed(items, number))]
    : [];
  const title = (text) => make("p", text, { class: "card-title" });
  const journeys = (places) => places.map((place) => link(data.journeys[place]));

  // Of very many pairs the page holds those that are named here, and says how many there are.
  function listed(items, number, most = 5) {
    const rest = number > most ? [fill(words.rest, { number: number - most })] : [];
    return [...items.slice(0, most), ...rest].flatMap((one, place) => (place ? ["; ", one] : [one]));
  }

  function aboutDepartment(place) {
    const one = data.departments[place];
    const pairs = data.pairs.filter(({ ends }) => ends.includes(place));
    const other = ({ ends }) => data.departments[ends[0] === place ? ends[1] : ends[0]].name;
    const ties = pairs.filter(({ strength }) => strength !== null).sort((a, b) => b.strength - a.strength);
    const number = Object.values(data.findings).filter(({ departments }) => departments.includes(place)).length;
    const findings = make("button", fill(words.number_of_findings, { number }), { type: "button" });
    findings.addEventListener("click", () => { ask(place); filters.departments.focus(); });
    return [
      title(one.name),
      make("p", one.division, { class: "card-division" }),
      make("dl", [
        ...line(words.with, ties.map((pair) => `${other(pair)} ${format.format(pair.strength)}`), one.ties),
        ...line(words.missing, pairs.filter(({ missing }) => missing).map(other), one.gaps),
        ...line(words.journeys, journeys(one.journeys)),
      ]),
      make("p", [...(number ? [findings] : []), ...(one.page ? [link({ name: words.page, page: one.page })] : [])]),
    ];
  }

  function aboutPair(ends) {
    const pair = data.pairs.find((one) => ends.every((end) => one.ends.includes(end)));
    const tied = typeof pair?.strength === "number";
    return [
      title(ends.map((place) => data.departments[place].name).join(" – ")),
      make("p", tied ? fill(words.strength, { number: pair.strength }) : words.no_tie),
      make("dl", line(words.both, journeys(pair?.journeys ?? []))),
    ];
  }

  function show(next, pointer) {
    clearTimeout(leaving);
    const ends = idsOf(next).map((id) => placeOf.get(id));
    if (subject === next || ends.includes(undefined)) return;
    hide();
    subject = next;
    subject.setAttribute("aria-describedby", "card");
    card.replaceChildren(...(ends.length > 1 ? aboutPair(ends) : aboutDepartment(ends[0])));
    card.setAttribute("aria-label", card.firstChild.textContent);
    card.hidden = false;
    point();
    place(pointer);
  }

  // Beside the pointer; of a picture, in the column of the contents where there is one, so that nothing is covered.
  function place(pointer) {
    const contents = byId("contents").getBoundingClientRect();
    const docked = subject.closest("svg") && contents.right < document.querySelector("main").offsetLeft;
    card.classList.toggle("docked", Boolean(docked));
    const { width, height } = card.getBoundingClientRect();
    const box = subject.getBoundingClientRect();
    const x = pointer ? pointer.clientX : box.left;
    const [above, below] = pointer ? [pointer.clientY - 12, pointer.clientY + 14] : [box.top - 8, box.bottom + 8];
    const left = docked ? contents.left : Math.max(8, Math.min(x, root.clientWidth - width - 8));
    const free = below + height < innerHeight ? below : Math.max(8, above - height);
    card.style.left = `${left}px`;
    card.style.top = `${docked ? Math.min(contents.bottom, innerHeight - height - 12) : free}px`;
  }

  function hide() {
    clearTimeout(leaving);
    subject?.removeAttribute("aria-describedby");
    subject = null;
    pinned = false;
    card.hidden = true;
    for (const one of all(".pointed, .near")) one.classList.remove("pointed", "near");
  }

  // In a picture, all but what belongs to the department or to the pair steps back.
  function point() {
    const picture = subject.closest("svg");
    if (!picture) return;
    const ids = idsOf(subject);
    const ties = all("[data-first]", picture).filter((tie) => ids.every((id) => idsOf(tie).includes(id)));
    const ends = new Set([...ids, ...ties.flatMap(idsOf)]);
    const near = all("[data-department]", picture).filter(({ dataset }) => ends.has(dataset.department));
    for (const one of [picture, ...ties, ...near]) one.classList.add(one === picture ? "pointed" : "near");
  }

  const subjectAt = ({ target }) => target.closest?.(SUBJECT);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || pinned) return;
    const next = subjectAt(event);
    clearTimeout(leaving);
    if (next) show(next, event);
    else if (subject !== document.activeElement && !card.contains(event.target)) leaving = setTimeout(hide, 500);
  });
  document.addEventListener("focusin", (event) => {
    const next = subjectAt(event);
    if (next?.matches(":focus-visible")) show(next);
    else if (!card.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const next = subjectAt(event);
    if (!next && (!card.contains(event.target) || event.target.closest("a, button"))) hide();
    if (!next) return;
    // The first tap tells, the second follows the link.
    if (event.pointerType === "touch" && subject !== next) event.preventDefault();
    show(next, event);
    pinned = true;
  });
  document.addEventListener("keydown", (event) => {
    const at = subjectAt(event);
    const order = at ? all("[role=button]", at.closest("svg") ?? at.parentElement) : [];
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") {
      if (card.contains(document.activeElement)) subject?.focus();
      hide();
    } else if ((event.key === "Enter" || event.key === " ") && at?.matches("[role=button]")) {
      event.preventDefault();
      show(at);
      card.querySelector("a, button")?.focus();
    } else if (step && at?.closest("svg")) {
      event.preventDefault();
      const next = order.at((order.indexOf(at) + step) % order.length);
      at.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    }
  });

  // One stop for the Tab key in each picture; arrows go on from there.
  for (const picture of all(".chart > svg:has([data-department])")) {
    const names = all("[data-department]:has(text)", picture).filter((one) => placeOf.has(idsOf(one)[0]));
    if (!names.length) continue;
    const first = names.filter((one, place) => names.findIndex((other) => idsOf(other)[0] === idsOf(one)[0]) === place);
    picture.setAttribute("role", "group");
    for (const shape of first[0].parentElement.children) {
      if (!first.includes(shape)) shape.setAttribute("aria-hidden", "true");
    }
    for (const shape of first) {
      shape.setAttribute("role", "button");
      shape.setAttribute("tabindex", shape === first[0] ? "0" : "-1");
      shape.setAttribute("aria-label", data.departments[placeOf.get(idsOf(shape)[0])]?.name ?? shape.textContent.trim());
    }
  }
  for (const mention of all("span[data-department]")) {
    mention.setAttribute("role", "button");
    mention.setAttribute("tabindex", "0");
  }

  // ---- Colours, and boxes that scroll.

  const scheme = byId("scheme");
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  const dark = [...document.styleSheets[0].cssRules].find((one) => one.media?.mediaText.includes("prefers-color-scheme"));
  const isDark = () => (dark.media.mediaText.includes("prefers") ? preferred.matches : dark.media.mediaText === "screen");
  const press = () => scheme.setAttribute("aria-pressed", isDark());
  scheme.addEventListener("click", () => { dark.media.mediaText = isDark() ? "not all" : "screen"; press(); });
  preferred.addEventListener("change", press);
  press();

  // Only a box that does scroll is a stop for the Tab key.
  const boxes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of all(".table, .chart")) boxes.observe(box);

  // ---- Shown within another page, it tells that page where the reader is, and goes where that page says: a newer report opens there.

  if (parent !== window) {
    const places = all("main > section, main h3[id], .finding[id]");
    let waiting = 0;
    addEventListener("scroll", () => {
      waiting ||= setTimeout(() => {
        waiting = 0;
        const last = places.findLast((one) => one.getBoundingClientRect().top <= bar.offsetHeight + 24) ?? places[0];
        parent.postMessage({ at: last.id, by: last.getBoundingClientRect().top }, "*");
      }, 150);
    }, { passive: true });
    addEventListener("message", ({ source, data }) => {
      const place = source === parent && data && typeof data.at === "string" && byId(data.at);
      if (place) scrollTo({ top: place.getBoundingClientRect().top + scrollY - Number(data.by), behavior: "instant" });
    });
  }
})();
