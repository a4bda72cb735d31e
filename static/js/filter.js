// filter.js - narrows a list while one types. Without it the form's button does the same on the server.
(function () {
  "use strict";
  var plain = function (text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); };
  document.querySelectorAll("input[data-filter]").forEach(function (field) {
    var list = document.querySelector(field.getAttribute("data-filter"));
    var none = document.querySelector("[data-filter-none]");
    if (!list) { return; }
    var items = Array.from(list.querySelectorAll("[data-filter-item]"), function (item) { return { item: item, text: plain(item.textContent) }; });
    var groups = list.querySelectorAll("[data-filter-group]");
    var narrow = function () {
      var words = plain(field.value).split(/\s+/).filter(Boolean), left = 0;
      items.forEach(function (one) {
        one.item.hidden = !words.every(function (word) { return one.text.indexOf(word) >= 0; });
        left += one.item.hidden ? 0 : 1;
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector("[data-filter-item]:not([hidden])"); });
      if (none) { none.hidden = left > 0 || !items.length; }
    };
    field.addEventListener("input", narrow);
    // A link to a word leads to it, whatever is being filtered.
    window.addEventListener("hashchange", function () {
      var target = document.getElementById(location.hash.slice(1));
      if (target && target.closest("[hidden]")) { field.value = ""; narrow(); target.scrollIntoView(); }
    });
  });
})();
