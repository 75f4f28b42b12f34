// Streamlit's own words are English, and its calendar speaks the browser's language. This says both
// in the page's language, again whenever Streamlit has written them anew. Every change remembers
// what Streamlit wrote, so that another language of the page starts from there.
(() => {
  const { language, words, parts, units } = window.mittaristoWording;
  const ROOTS = `[data-testid=stFileUploader], [data-testid=stDateInput],
    [data-testid=stDateInputCalendar], [data-testid=stSelectbox], [data-testid=stTextInput], [role=listbox],
    [id^=react-aria-description]`;
  const LABELS = ["aria-label", "aria-valuetext"];
  const foreign = [...new Set(["en-US", navigator.language])].filter(
    (locale) => !locale.startsWith(language)
  );
  const decimal = new Intl.NumberFormat(language).format(0.5)[1];

  const written = (locale, day, form) => new Intl.DateTimeFormat(locale, form).format(day);
  const FORMS = [
    { weekday: "long", day: "numeric", month: "long", year: "numeric" },
    { day: "numeric", month: "long", year: "numeric" },
    { month: "long", year: "numeric" },
    { month: "long" },
  ];
  const years = new Map();

  // What each day and month of a year is called elsewhere, and here; the longest first.
  function calls(year) {
    if (years.has(year)) return years.get(year);
    const found = [];
    for (const form of FORMS)
      for (let month = 0; month < 12; month++)
        for (let day = 1; day <= (form.day ? 31 : 1); day++)
          for (const locale of foreign) {
            const date = new Date(year, month, day);
            found.push([written(locale, date, form), written(language, date, form)]);
          }
    years.set(year, found);
    return found;
  }

  const cached = new Map();

  function translated(text) {
    if (cached.has(text)) return cached.get(text);
    const plain = text.trim();
    let now = words[plain] === undefined ? text : text.replace(plain, words[plain]);
    if (now === text && foreign.length) {
      const year = Number(/\b\d{4}\b/.exec(text)?.[0] ?? 2000);
      const call = calls(year).find(
        ([there]) =>
          text.includes(there) &&
          new RegExp(`(^|[^\\p{L}\\d])${there}($|[^\\p{L}\\d])`, "u").test(text)
      );
      if (call) now = now.replace(call[0], call[1]);
    }
    for (const [there, here] of parts) now = now.replace(new RegExp(there, "u"), here);
    now = now.replace(/(^|, )(\d+)(?:\.(\d+))?([KMG]?B)$/, (_all, before, whole, rest, unit) =>
      `${before}${whole}${Number(rest) ? decimal + rest : ""}\u00a0${units[unit]}`
    );
    if (cached.size > 5000) cached.clear();
    cached.set(text, now);
    return now;
  }

  const kept = (window.mittaristoKept ??= new WeakMap());

  function say(owner, name, value, write) {
    const memory = kept.get(owner) ?? {};
    const source = memory[name]?.said === value ? memory[name].source : value;
    const said = translated(source);
    kept.set(owner, { ...memory, [name]: { source, said } });
    if (said !== value) write(said);
  }

  // The letters of the days of the week: the first day is the calendar's, which cannot be moved.
  function sayWeek(row) {
    const cells = [...row.children];
    const days = [...Array(7).keys()].map((day) => new Date(2024, 8, 1 + day));
    const letters = (locale) => days.map((day) => written(locale, day, { weekday: "narrow" }));
    for (const locale of ["en-US", navigator.language]) {
      const there = letters(locale);
      for (const first of [0, 1]) {
        const at = (place) => (place + first) % 7;
        if (cells.length === 7 && cells.every((cell, place) =>
          (kept.get(cell)?.week ?? cell.textContent) === there[at(place)])) {
          cells.forEach((cell, place) => {
            kept.set(cell, { ...kept.get(cell), week: there[at(place)] });
            const here = letters(language)[at(place)];
            if (cell.textContent !== here) cell.firstChild.nodeValue = here;
          });
          return;
        }
      }
    }
  }

  function sayAll() {
    for (const root of document.querySelectorAll(ROOTS)) {
      for (const element of [root, ...root.querySelectorAll(LABELS.map((one) => `[${one}]`).join())])
        for (const name of LABELS)
          if (element.hasAttribute(name))
            say(element, name, element.getAttribute(name), (said) => element.setAttribute(name, said));
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const node = texts.currentNode;
        if (node.parentElement.closest("[data-testid=stFileChipName], thead, script")) continue;
        say(node, "text", node.nodeValue, (said) => (node.nodeValue = said));
      }
      root.querySelectorAll("thead tr").forEach(sayWeek);
    }
  }

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      sayAll();
    });
  };
  window.mittaristoObserver?.disconnect();
  window.mittaristoObserver = new MutationObserver(soon);
  window.mittaristoObserver.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: LABELS,
  });
  sayAll();
})();
