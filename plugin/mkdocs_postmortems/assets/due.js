// Marks unfinished action items that fell due after the page was built. Reads the page and the
// clock, nothing else.
(function () {
  "use strict";

  function mark() {
    var today = new Date().toISOString().slice(0, 10);
    document.querySelectorAll("tr[data-state]").forEach(function (row) {
      var states = row.dataset.state.split("|");
      if (!["Open", "Due soon", "In progress"].includes(states[0]) || states.length > 1) return;
      var due = row.querySelector("td time");
      if (!due || !(due.dateTime < today)) return;
      row.dataset.state = states[0] + "|Overdue";
      var note = document.createElement("span");
      note.className = "pm-below pm-lack";
      note.textContent = "▲ Overdue since this page was built";
      row.cells[0].append(" ", note);
    });
  }

  if (typeof window.document$ === "object" && typeof window.document$.subscribe === "function") {
    window.document$.subscribe(mark);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mark);
  else mark();
})();
