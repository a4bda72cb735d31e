// Saves a draft while somebody types. What cannot be sent is kept in this browser and sent later; nothing of anybody else is overwritten.
// Without this script the page is a plain form. Words come from data attributes.
(function () {
  "use strict";
  var form = document.getElementById("page-editor");
  if (!form || !window.fetch || !window.FormData) { return; }
  var WAIT = 2000, LONGEST_WAIT = 6000, AGAIN = 10000, LOOK = 20000, PREVIEW = 500, MOST = 900000, SMALL = 50000;
  var APART = ["csrf_token", "based_on", "copy", "base_front", "base_text", "picture", "shows", "do"];
  var words = form.dataset, field = function (name) { return form.elements[name]; };
  var tab = (function () {
    var mine = Math.random().toString(36).slice(2);
    try { mine = sessionStorage.getItem("portal-tab") || mine; sessionStorage.setItem("portal-tab", mine); } catch (e) { /* private mode */ }
    return mine;
  })();
  var prefix = "portal-draft-" + words.person + "-" + words.draft + "-", own = prefix + tab;
  var state = document.getElementById("page-state"), notice = document.getElementById("page-notice");

  var pairs = function () {
    return Array.from(new FormData(form).entries()).filter(function (pair) { return APART.indexOf(pair[0]) < 0 && typeof pair[1] === "string"; });
  };
  var all = function () { return JSON.stringify(pairs()); };
  var clean = all(), sent = "", flying = false, timer = 0, first = 0, looked = 0, refused = "", keeps = true, leaving = false;

  var say = function (sentence) { if (state.textContent !== sentence) { state.textContent = sentence; } };
  var fill = function (sentence, values) { return sentence.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); };
  var tell = function (sentence, label, url) {
    var link = notice.querySelector("a");
    notice.querySelector("p").textContent = sentence;
    link.hidden = !url;
    if (url) { link.href = url; link.textContent = label; }
    notice.hidden = false;
  };

  // What is not on the server yet stays in the browser: the text, what it began from, and what is on its way.
  var keep = function () {
    var now = all();
    try {
      if (now === clean) { localStorage.removeItem(own); } else {
        localStorage.setItem(own, JSON.stringify({ now: now, sent: sent, seq: field("based_on").value, copy: field("copy").value, base: { front: field("base_front").value, text: field("base_text").value }, tab: tab }));
      }
      keeps = true;
    } catch (e) { keeps = false; }
  };
  var read = function (key) { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } };
  var body = function (entry) {
    var made = new FormData();
    JSON.parse(entry.now).forEach(function (pair) { made.append(pair[0], pair[1]); });
    made.append("csrf_token", field("csrf_token").value);
    made.append("based_on", entry.seq);
    made.append("copy", entry.copy || "");
    made.append("base_front", entry.base.front);
    made.append("base_text", entry.base.text);
    return made;
  };
  var entry = function () {
    return { now: all(), seq: field("based_on").value, copy: field("copy").value, base: { front: field("base_front").value, text: field("base_text").value } };
  };
  var textOf = function (now) {
    var found = JSON.parse(now).filter(function (pair) { return pair[0] === "text"; })[0];
    return found ? found[1].replace(/\r\n?/g, "\n") : "";
  };
  // What a page that is left may still send is at most 64 KB: then without what it began from, or not that way.
  var post = function (what, alive) {
    var small = alive && what.now.length < SMALL;
    if (small && what.now.length + what.base.text.length + what.base.front.length >= SMALL) {
      what = { now: what.now, seq: what.seq, copy: what.copy, base: { front: "", text: "" } };
    }
    return fetch(words.autosave, { method: "POST", body: body(what), keepalive: small, credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (answer.redirected || (answer.headers.get("Content-Type") || "").indexOf("json") < 0) { throw new Error("stale"); }
        return answer.json();
      });
  };

  var save = function (alive) {
    clearTimeout(timer);
    timer = first = 0;
    var what = entry();
    if (what.now === clean || what.now === refused) { return Promise.resolve(); }
    if (textOf(what.now).length > MOST) { refused = what.now; say(words.tooLong); return Promise.resolve(); }
    if (flying) { plan(WAIT); return Promise.resolve(); }
    flying = true;
    sent = what.now;
    keep();
    return post(what, alive).then(function (answer) {
      flying = false;
      if (answer.state === "refused") { refused = what.now; say(answer.sentence); return; }
      clean = what.now;
      sent = refused = "";
      if (answer.state === "kept") { field("copy").value = answer.copy; say(words.kept); tell(words.kept, words.compare, answer.url); }
      if (answer.state === "saved") {
        field("based_on").value = answer.seq;
        field("base_text").value = textOf(what.now);
        field("base_front").value = answer.front;
        say(fill(words.saved, { time: answer.time }));
        if (others) { others.postMessage({ saved: answer.seq }); }
      }
      keep();
      if (all() !== clean) { plan(WAIT); }
    }, function (error) {
      flying = false;
      keep();
      say(error.message === "stale" ? words.stale : words.offline);
      if (error.message !== "stale") { plan(AGAIN); }
    });
  };
  var plan = function (wait) {
    first = first || Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(wait, first + Math.max(LONGEST_WAIT, wait) - Date.now())));
  };
  var kept = 0;
  var changed = function () {
    clearTimeout(kept);
    kept = setTimeout(keep, 250);
    if (all() === clean) { return; }
    say(navigator.onLine === false ? words.offline : words.unsaved);
    plan(WAIT);
    clearTimeout(looked);
    looked = setTimeout(preview, PREVIEW);
  };

  // The preview and the problems, as the server makes them.
  // One at a time: a long text takes a while.
  var asking = false, again = false;
  var preview = function () {
    if (asking) { again = true; return Promise.resolve(); }
    asking = true;
    return fetch(words.preview, { method: "POST", body: body(entry()), credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.ok && !answer.redirected ? answer.json() : null; })
      .then(function (answer) {
        if (!answer) { return; }
        document.getElementById("page-preview").innerHTML = answer.html;
        document.getElementById("check").innerHTML = answer.problems;
        document.getElementById("page-count").textContent = fill(words.problems, { number: answer.count });
      })
      .catch(function () { /* the line is down: the next change asks again */ })
      .then(function () {
        asking = false;
        if (again) { again = false; return preview(); }
      });
  };

  // Somebody else, or another tab, may save the same draft.
  var seen = Number(field("based_on").value);
  var look = function () {
    if (document.hidden || field("copy").value) { return; }
    fetch(words.standing, { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.ok && !answer.redirected ? answer.json() : null; })
      .then(function (now) {
        if (!now || flying || now.seq <= Number(field("based_on").value) || now.seq === seen) { return; }
        seen = now.seq;
        if (all() !== clean) { save(); return; }
        tell(fill(now.by ? words.newer : words.newerTab, { name: now.by, time: now.time }), words.load, location.pathname);
      }, function () { /* asked again soon */ });
  };
  var others = window.BroadcastChannel ? new BroadcastChannel("portal-draft-" + words.draft) : null;
  var alive = {};
  if (others) {
    others.onmessage = function (message) {
      if (message.data.who) { others.postMessage({ here: tab }); }
      if (message.data.here) { alive[message.data.here] = true; }
      if (message.data.saved) { look(); }
    };
  }
  setInterval(look, LOOK);

  // What an earlier visit could not send: this tab's own, or that of a tab that is gone.
  var restore = function (key) {
    var left = read(key);
    if (!left || !left.now) { return; }
    if (left.now === clean) { localStorage.removeItem(key); return; }
    if (all() === clean && (left.seq === field("based_on").value || left.sent === clean)) {
      write(JSON.parse(left.now));
      localStorage.removeItem(key);
      keep();
      tell(words.back);
      preview();
      save();
      return;
    }
    post(left, false).then(function (answer) {
      if (answer.state === "refused") { return; }
      localStorage.removeItem(key);
      if (answer.state === "kept") { tell(words.kept, words.compare, answer.url); }
    }, function () { /* it stays kept for the next visit */ });
  };
  var write = function (kept) {
    Array.from(form.elements).forEach(function (control) {
      if (!control.name || APART.indexOf(control.name) >= 0) { return; }
      var values = kept.filter(function (pair) { return pair[0] === control.name; }).map(function (pair) { return pair[1]; });
      if (control.type === "checkbox" || control.type === "radio") { control.checked = values.indexOf(control.value) >= 0; } else if (values.length) { control.value = values[0]; }
    });
  };
  var restoreAll = function () {
    var keys = [];
    try { keys = Object.keys(localStorage).filter(function (key) { return key.indexOf(prefix) === 0; }); } catch (e) { return; }
    if (keys.indexOf(own) >= 0) { restore(own); }
    if (others) { others.postMessage({ who: tab }); }
    setTimeout(function () {
      keys.forEach(function (key) { if (key !== own && !alive[key.slice(prefix.length)]) { restore(key); } });
    }, 400);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function (e) {
    var what = e.submitter ? e.submitter.value : "";
    if (what === "picture") { return; }
    e.preventDefault();
    refused = "";
    save().then(function () { return what ? preview() : null; }).then(function () {
      if (what === "check") { document.getElementById("page-problems").focus(); }
    });
    if (what === "preview") { show(document.getElementById("preview").hidden); }
  });
  var show = function (wanted) {
    document.getElementById("preview").hidden = !wanted;
    document.getElementById("page-panes").classList.toggle("with-preview", wanted);
  };
  document.addEventListener("keydown", function (e) {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === "s") { e.preventDefault(); refused = ""; save(); }
  });
  window.addEventListener("online", function () { save(); });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { keep(); save(true); } else { look(); } });
  window.addEventListener("pagehide", function () { if (!leaving) { leaving = true; keep(); save(true); } });
  window.addEventListener("pageshow", function () { leaving = false; });
  // A link away waits for the save, so that the next page knows of it.
  document.addEventListener("click", function (e) {
    var link = e.target.closest("a[href]");
    if (!link || link.target || link.origin !== location.origin || link.pathname === location.pathname || all() === clean) { return; }
    if (e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || navigator.onLine === false) { return; }
    e.preventDefault();
    save().then(function () { location.href = link.href; });
  });
  window.addEventListener("beforeunload", function (e) { if (all() !== clean && (!keeps || refused)) { e.preventDefault(); } });
  form.portalChanged = changed;
  document.querySelector(".editor-tools").hidden = false;
  restoreAll();
  if (matchMedia("(min-width: 75rem)").matches) { show(true); preview(); }
})();
