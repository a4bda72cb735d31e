// Suggestions under the search box while typing: a combobox with a list. Without a script the box is a plain form. Words come from data attributes.
(function () {
  "use strict";
  var box = document.querySelector("input[data-suggest]");
  if (!box || !window.fetch || !window.AbortController) { return; }
  var WAIT = 150, SHORTEST = 2;
  var list = document.createElement("ul"), said = document.createElement("p");
  var timer = 0, stale = null, asked = "", found = [], active = -1;

  list.id = "page-suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestLabel);
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  box.form.append(list, said);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-haspopup", "listbox");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  var point = function (place) {
    active = place;
    Array.from(list.children, function (item, number) { item.setAttribute("aria-selected", String(number === active)); });
    if (active < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  var close = function () {
    clearTimeout(timer);
    if (stale) { stale.abort(); stale = null; }
    asked = "";
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    point(-1);
    said.textContent = "";
  };
  var piece = function (words, name) {
    var span = document.createElement("span");
    span.className = name;
    span.textContent = words;
    return span;
  };
  var show = function (rows) {
    // Only addresses of this site are followed.
    found = rows.filter(function (row) { return /^\/(?![\/\\])/.test(row.url); });
    list.replaceChildren.apply(list, found.map(function (row, number) {
      var item = document.createElement("li");
      item.id = "page-suggestion-" + number;
      item.setAttribute("role", "option");
      if (row.code) { item.append(piece(row.code, "code"), " "); }
      item.append(piece(row.title, "title"), " ", piece(row.kind, "meta"));
      return item;
    }));
    point(-1);
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = found.length ? box.dataset.suggestCount.replace("{number}", found.length) : box.dataset.suggestNone;
  };
  var ask = function () {
    var text = box.value.trim();
    if (text === asked) { return; }
    if (text.length < SHORTEST) { close(); return; }
    asked = text;
    if (stale) { stale.abort(); }
    var mine = stale = new AbortController();
    fetch(box.dataset.suggest + "?q=" + encodeURIComponent(text), { signal: mine.signal, headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) { throw new Error("no suggestions"); }
        return answer.json();
      })
      .then(function (answer) { if (mine === stale) { stale = null; show(answer.suggestions); } })
      .catch(function () { if (mine === stale) { close(); } });
  };
  var go = function (place) { location.href = found[place].url; };

  box.addEventListener("input", function (e) {
    clearTimeout(timer);
    if (!e.isComposing) { timer = setTimeout(ask, WAIT); }
  });
  box.addEventListener("compositionend", function () { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", function (e) {
    if (e.isComposing) { return; }
    if ((e.key === "ArrowDown" || e.key === "ArrowUp") && !e.altKey && !e.ctrlKey && !e.metaKey) {
      if (list.hidden) {
        if (e.key === "ArrowDown") { e.preventDefault(); asked = ""; ask(); }
        return;
      }
      e.preventDefault();
      // One step beyond either end is the text itself.
      var steps = found.length + 1, step = e.key === "ArrowDown" ? 1 : -1;
      point((active + 1 + step + steps) % steps - 1);
    } else if (e.key === "Enter") {
      if (!list.hidden && active >= 0) { e.preventDefault(); go(active); } else { close(); }
    } else if (e.key === "Escape" && !list.hidden) {
      e.preventDefault();
      e.stopPropagation();
      close();
    }
  });
  list.addEventListener("mousedown", function (e) { e.preventDefault(); });
  list.addEventListener("click", function (e) {
    var item = e.target.closest("[role=option]");
    if (item) { go(Array.from(list.children).indexOf(item)); }
  });
})();
