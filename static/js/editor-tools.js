// What can be put into a text: links, templates, terms, pictures, tables; and the way from a problem to its line. Needs editor.js.
(function () {
  "use strict";
  var form = document.getElementById("page-editor"), text = document.getElementById("text");
  if (!form || !text || !form.portalChanged) { return; }
  var sheet = document.getElementById("page-insert"), box = document.getElementById("page-insert-q");
  var list = document.getElementById("page-insert-list"), said = document.getElementById("page-insert-said");
  var wanted = "link", timer = 0, asked = 0;

  // As if typed, so that undoing works.
  var insert = function (words) {
    text.focus();
    if (!document.execCommand || !document.execCommand("insertText", false, words)) {
      text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
      form.portalChanged();
    }
  };
  var block = function (words) {
    var before = text.value.slice(0, text.selectionStart);
    return (before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "") + words + "\n\n";
  };
  var fits = function (row) {
    if (wanted === "template") { return /^TPL-/.test(row.code); }
    return wanted === "term" ? /^\/glossary/.test(row.url) : !/^\/glossary/.test(row.url);
  };
  var written = function (row) {
    if (wanted === "term") { return row.title; }
    return /^[A-Z]{3}-[A-Z]{3}-\d+$|^TPL-\d+$/.test(row.code) ? "[[" + row.code + "]]" : "[" + (row.code + " " + row.title).trim() + "](" + row.url + ")";
  };
  var show = function (rows) {
    list.replaceChildren.apply(list, rows.filter(fits).map(function (row) {
      var item = document.createElement("li"), choice = document.createElement("button");
      choice.type = "button";
      choice.className = "btn btn-quiet btn-sm";
      choice.textContent = (row.code + " " + row.title).trim();
      choice.addEventListener("click", function () { sheet.close(); insert(written(row)); });
      item.append(choice);
      return item;
    }));
    said.textContent = list.children.length ? said.dataset.found.replace("{number}", list.children.length) : said.dataset.none;
  };
  var ask = function () {
    var mine = asked += 1, words = box.value.trim();
    if (words.length < 2) { list.replaceChildren(); said.textContent = ""; return; }
    fetch(form.dataset.suggest + "?q=" + encodeURIComponent(words), { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (answer) { return answer.ok && !answer.redirected ? answer.json() : { suggestions: [] }; })
      .then(function (answer) { if (mine === asked) { show(answer.suggestions); } }, function () { show([]); });
  };
  box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 200); });
  box.addEventListener("keydown", function (e) {
    if (e.key === "Enter") { e.preventDefault(); var one = list.querySelector("button"); if (one) { one.click(); } }
  });

  document.querySelectorAll("[data-insert]").forEach(function (button) {
    button.addEventListener("click", function () {
      wanted = button.dataset.insert;
      if (wanted === "table") {
        var heads = button.dataset.table.split("|");
        insert(block("| " + heads.join(" | ") + " |\n| --- | --- |\n|  |  |"));
        return;
      }
      if (wanted === "picture") {
        var part = document.getElementById("page-picture");
        part.open = true;
        form.elements.picture.focus();
        return;
      }
      document.getElementById("page-insert-h").textContent = button.textContent.trim();
      box.value = text.value.slice(text.selectionStart, text.selectionEnd).slice(0, 100);
      list.replaceChildren();
      said.textContent = "";
      sheet.showModal();
      box.focus();
      ask();
    });
  });

  // A picture goes up by itself; its Markdown comes back and is put where one was writing.
  document.querySelector("#page-picture button[value=picture]").addEventListener("click", function (e) {
    e.preventDefault();
    var sent = new FormData(), told = document.getElementById("page-picture-said");
    sent.append("csrf_token", form.elements.csrf_token.value);
    sent.append("shows", form.elements.shows.value);
    if (form.elements.picture.files[0]) { sent.append("picture", form.elements.picture.files[0]); }
    told.textContent = "";
    fetch(form.dataset.pictures, { method: "POST", body: sent, credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (answer.redirected || (answer.headers.get("Content-Type") || "").indexOf("json") < 0) { throw new Error("stale"); }
        return answer.json();
      })
      .then(function (answer) {
        if (answer.sentence) { told.textContent = answer.sentence; return; }
        form.elements.picture.value = form.elements.shows.value = "";
        document.getElementById("page-picture").open = false;
        insert(block(answer.markdown));
      }, function (error) { told.textContent = error.message === "stale" ? form.dataset.stale : form.dataset.offline; });
  });

  // From a problem to its line, or to the field it is about.
  form.addEventListener("click", function (e) {
    var link = e.target.closest(".draft-problems a");
    if (!link) { return; }
    e.preventDefault();
    if (!link.dataset.line) {
      var part = document.getElementById(link.hash.slice(1)), control = part && part.querySelector("input, textarea, summary");
      if (control) { control.focus(); part.scrollIntoView({ block: "center" }); }
      return;
    }
    var lines = text.value.split("\n"), line = Number(link.dataset.line) - 1, start = lines.slice(0, line).join("\n").length + (line ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line] || "").length);
    text.scrollTop = Math.max(0, text.scrollHeight * line / lines.length - text.clientHeight / 3);
  });
})();
