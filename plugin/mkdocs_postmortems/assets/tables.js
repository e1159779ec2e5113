// Sorting and filters for the tables of postmortems. Every table is complete without this script.
// It reads the page and nothing else: no network, no storage; author text is never read as HTML.
(function () {
  "use strict";

  // -------------------------------------------------------------------------- address

  // Changes parameters of the address without a new entry in the history. An empty value removes
  // its parameter; those of the theme (`q`, `h`) are left alone.
  function remember(changes) {
    var address = new URL(window.location.href);
    Object.keys(changes).forEach(function (name) {
      if (changes[name]) address.searchParams.set(name, changes[name]);
      else address.searchParams.delete(name);
    });
    try {
      window.history.replaceState(window.history.state, "", address.href);
    } catch {
      // Some browsers refuse this for pages opened from disk. Filters work all the same.
    }
  }

  function parameters() {
    return new URL(window.location.href).searchParams;
  }

  // -------------------------------------------------------------------------- sorting

  function slug(text) {
    return text.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-");
  }

  // Rows without a value stay below the others, in whichever direction the column is sorted.
  function unknownLast(table, column) {
    Array.from(table.tBodies).forEach(function (body) {
      var unknown = Array.from(body.rows).filter(function (row) {
        var cell = row.cells[column];
        return cell !== undefined && cell.dataset.sort === "last";
      });
      body.append.apply(body, unknown);
    });
  }

  function startSorting(table) {
    if (table.dataset.pmSortReady || !table.tHead || typeof window.Tablesort !== "function") return;
    table.dataset.pmSortReady = "yes";
    var headings = Array.from(table.tHead.rows[0].cells);
    new window.Tablesort(table);
    headings.forEach(function (heading) {
      // The button is what takes focus and is pressed; the heading hears its events.
      heading.removeAttribute("tabindex");
      heading.removeAttribute("role");
      if (heading.dataset.sortMethod === "none") return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "pm-sort-button";
      button.append.apply(button, Array.from(heading.childNodes));
      heading.append(button);
    });
    table.classList.add("pm-sortable");
    table.addEventListener("afterSort", function () {
      var heading = headings.find(function (h) { return h.hasAttribute("aria-sort"); });
      unknownLast(table, heading.cellIndex);
      var down = heading.getAttribute("aria-sort") === "descending";
      remember({ sort: (down ? "-" : "") + slug(heading.textContent) });
    });
    restoreOrder(headings);
  }

  function restoreOrder(headings) {
    var wanted = parameters().get("sort") || "";
    var heading = headings.find(function (h) {
      return h.querySelector("button") && slug(h.textContent) === wanted.replace(/^-/, "");
    });
    if (!heading) return;
    heading.click();
    if (wanted.startsWith("-")) heading.click();
  }

  // -------------------------------------------------------------------------- filters

  function startFilters(form) {
    var table = document.getElementById(form.dataset.pmFilters);
    if (form.dataset.pmReady || !table) return;
    form.dataset.pmReady = "yes";
    var tables = [table].concat(
      Array.from(document.querySelectorAll('table[data-pm-beside="' + table.id + '"]'))
    );
    var rows = tables.flatMap(function (part) { return Array.from(part.tBodies[0].rows); });
    var columns = {};
    table.querySelectorAll("thead th[data-pm-facet]").forEach(function (heading) {
      columns[heading.dataset.pmFacet] = heading.cellIndex;
    });
    var texts = null; // of the rows in lower case, read when the first word is typed
    var fields = Array.from(form.elements).filter(function (field) { return field.name; });
    var output = form.querySelector("output");
    var nothing = document.getElementById(table.id + "-nothing");
    var where = document.querySelector(".pm-pager [aria-current]") ? " on this page" : " shown";

    // A row's values for a filter stand in an attribute, joined by `|`; where the column says them
    // all, the attribute is left out and they are read there, joined by commas as they are shown.
    function has(row, choice) {
      var column = columns[choice.name];
      if (column === undefined) {
        return (row.dataset[choice.name] || "").split("|").includes(choice.value);
      }
      var value = choice.value.replace(/\s+/g, " ").trim();
      var shown = row.cells[column].textContent.replace(/\s+/g, " ").trim();
      return (", " + shown + ", ").includes(", " + value + ", ");
    }

    function matches(row, index, words, choices) {
      return (
        words.every(function (word) { return texts[index].includes(word); }) &&
        choices.every(function (choice) { return has(row, choice); })
      );
    }

    function apply() {
      var chosen = fields.filter(function (field) { return field.value.trim(); });
      var choices = chosen.filter(function (field) { return field.type !== "search"; });
      var words = chosen
        .filter(function (field) { return field.type === "search"; })
        .flatMap(function (field) { return field.value.trim().toLowerCase().split(/\s+/); });
      if (words.length && !texts) {
        texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
      }
      var shown = 0;
      rows.forEach(function (row, index) {
        var keep = matches(row, index, words, choices);
        if (keep) shown += 1;
        if (row.hidden === keep) row.hidden = !keep;
      });
      if (output) output.textContent = shown + " of " + rows.length + where;
      if (nothing) nothing.hidden = shown > 0;
      tables.forEach(function (part) { tell(part, chosen.length > 0); });
    }

    // A table that is folded opens while filters find something in it.
    function tell(part, filtered) {
      var all = part.tBodies[0].rows.length;
      var found = Array.from(part.tBodies[0].rows).filter(function (r) { return !r.hidden; }).length;
      part.classList.toggle("pm-none", found === 0);
      var fold = part.closest("details.pm-fold");
      if (!fold) return;
      fold.querySelector("[data-pm-count]").textContent = filtered ? found + " of " + all : all;
      if (filtered && found && !fold.open) {
        fold.open = true;
        fold.dataset.pmOpened = "yes";
      } else if (fold.dataset.pmOpened && !(filtered && found)) {
        fold.open = false; // as it was before
        delete fold.dataset.pmOpened;
      }
    }

    function changed() {
      apply();
      var state = {};
      fields.forEach(function (field) { state[field.name] = field.value.trim(); });
      remember(state);
    }

    var state = parameters();
    fields.forEach(function (field) {
      if (!state.has(field.name)) return;
      field.value = state.get(field.name);
      if (field.selectedIndex === -1) field.selectedIndex = 0; // a choice that is no longer there
    });
    startFold(form);
    form.addEventListener("input", changed);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () {
      // The fields are empty only after this event. The button may vanish with its message.
      window.setTimeout(function () {
        changed();
        if (nothing && nothing.contains(document.activeElement)) fields[0].focus();
      });
    });
    form.hidden = false;
    apply();
  }

  // On a phone the choices would fill the first screen: a button shows them, and says how many hold.
  function startFold(form) {
    var more = form.querySelector(".pm-more"), choices = form.querySelector(".pm-choices");
    if (!more) return;

    function tell() {
      var held = Array.from(choices.querySelectorAll("select")).filter(function (field) {
        return field.value;
      }).length;
      more.textContent = held ? "Filters (" + held + ")" : "Filters";
    }

    more.addEventListener("click", function () {
      var open = choices.classList.toggle("pm-open");
      more.setAttribute("aria-expanded", String(open));
    });
    form.addEventListener("input", tell);
    form.addEventListener("reset", function () { window.setTimeout(tell); });
    tell();
  }

  // -------------------------------------------------------------------------- cards

  // Where rows are shown as cards, some browsers forget that they are a table; roles remind them.
  function nameRoles(table) {
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody").forEach(function (part) {
      part.setAttribute("role", "rowgroup");
    });
    table.querySelectorAll("tr").forEach(function (row) { row.setAttribute("role", "row"); });
    table.querySelectorAll("td").forEach(function (cell) { cell.setAttribute("role", "cell"); });
    table.querySelectorAll("th").forEach(function (cell) {
      cell.setAttribute("role", cell.scope === "row" ? "rowheader" : "columnheader");
    });
  }

  // -------------------------------------------------------------------------- start

  function start() {
    document.querySelectorAll("table[data-pm-sort]").forEach(startSorting);
    document.querySelectorAll("form[data-pm-filters]").forEach(startFilters);
    document.querySelectorAll("table.pm-cards, table.pm-timeline").forEach(nameRoles);
  }

  // Paper cannot be clicked: what is folded is opened for it, and closed again.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll(".pm-family details, .pm-fold"))
      .filter(function (details) { return !details.open; });
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    opened = [];
  });

  // With instant navigation, Material says when another page has come. About the first page it says
  // nothing where it cannot read the sitemap (from disk), so that one is not left to it; to start
  // twice does no harm.
  if (typeof window.document$ === "object" && typeof window.document$.subscribe === "function") {
    window.document$.subscribe(start);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
