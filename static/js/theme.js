// Runs before the first paint: the reader's choice of light or dark, else the system's.
(function () {
  "use strict";
  try {
    var saved = localStorage.getItem("portal-theme");
    if (saved === "light" || saved === "dark") { document.documentElement.setAttribute("data-bs-theme", saved); }
  } catch (e) { /* private mode: follow the system */ }
})();
