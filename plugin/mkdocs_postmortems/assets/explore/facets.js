// The filters with their live counts, and the chips of those in use.
(function (explore) {
  "use strict";

  var FIRST = 6; // values of a facet that are shown until all are asked for
  var MANY = 20; // from this many values on they have a field of their own to find one
  var OPEN = new Set(["severity-at-least", "service", "cause", "status"]);

  // The column of filters.
  //   changed(key, value, on) is called for each choice; `value` is a number, null for "any".
  function Facets(model, box, changed) {
    var self = this;
    this.model = model;
    this.changed = changed;
    this.column = box.closest("details");
    this.groups = model.facets.map(function (facet) { return self.group(facet); });
    box.replaceChildren.apply(box, this.groups.map(function (group) { return group.box; }));
  }

  Facets.prototype.group = function (facet) {
    var self = this, make = explore.make;
    var group = { facet: facet, all: false, find: "", nodes: new Map() };
    group.list = make("ul", { class: "pm-explore-values" });
    group.inUse = make("span", { class: "pm-explore-used" });
    group.more = make("button", { type: "button", class: "pm-explore-all" });
    group.more.addEventListener("click", function () {
      group.all = !group.all;
      group.find = "";
      if (group.search) group.search.value = "";
      self.arrange(group);
      if (group.all && group.search) group.search.focus();
    });
    var inside = make("fieldset", { class: "pm-explore-facet" },
      make("legend", { class: "pm-hidden", text: facet.title }));
    if (facet.values.length > MANY) {
      group.search = make("input", { type: "search", autocomplete: "off", hidden: true,
        placeholder: "find one", "aria-label": "Find in " + facet.plural.toLowerCase() });
      group.search.addEventListener("input", function () {
        group.find = explore.spaced(group.search.value).trim();
        self.arrange(group);
      });
      group.search.addEventListener("keydown", function (event) {
        if (event.key === "Enter") event.preventDefault();
      });
      inside.append(group.search);
    }
    inside.append(group.list, group.more);
    group.box = make("details", { class: "pm-explore-group", open: OPEN.has(facet.key) },
      make("summary", null, make("span", { text: facet.title }), group.inUse), inside);
    return group;
  };

  // The line of a value; made when it is first shown, and kept, so that focus is not lost.
  Facets.prototype.node = function (group, n) {
    if (group.nodes.has(n)) return group.nodes.get(n);
    var self = this, make = explore.make, facet = group.facet;
    var input = make("input", { type: facet.threshold ? "radio" : "checkbox",
                                name: facet.key, value: facet.slugs[n] });
    var count = make("span", { class: "pm-explore-number" });
    var label = facet.values[n] + (facet.threshold && n ? " or worse" : "");
    var line = make("li", null, make("label", null, input,
      make("span", { class: "pm-explore-value", text: label }), count));
    input.addEventListener("change", function () { self.changed(facet.key, n, input.checked); });
    // A radio button that is pressed again is let go.
    if (facet.threshold) {
      input.addEventListener("click", function () {
        if (input.dataset.on) self.changed(facet.key, n, false);
      });
    }
    var node = { line: line, input: input, count: count };
    group.nodes.set(n, node);
    return node;
  };

  Facets.prototype.show = function (counts, chosen) {
    var self = this;
    this.groups.forEach(function (group, place) {
      group.counts = counts[place];
      group.chosen = chosen.get(group.facet.key) || [];
      var used = group.chosen.length;
      group.inUse.textContent = used ? String(used) : "";
      if (used && !group.shown) group.box.open = true;
      group.shown = true;
      // What sorts nothing apart takes no place.
      var facet = group.facet, alone = facet.values.length < 2;
      group.box.hidden = !used && alone && facet.totals[0] === self.model.size;
      self.arrange(group);
    });
    this.column.hidden = this.groups.every(function (group) { return group.box.hidden; });
  };

  Facets.prototype.arrange = function (group) {
    var facet = group.facet, counts = group.counts, self = this;
    var order = facet.values.map(function (_, n) { return n; });
    if (!facet.ordered) {
      order.sort(function (a, b) {
        return counts[b] - counts[a] || facet.totals[b] - facet.totals[a] || a - b;
      });
    }
    var wanted = group.find ? " " + group.find : "";
    if (wanted) {
      order = order.filter(function (n) { return explore.spaced(facet.values[n]).includes(wanted); });
    }
    var shown = group.all || order.length <= FIRST + 1 ? order : order.filter(function (n, place) {
      return place < FIRST || group.chosen.includes(n);
    });
    var nodes = shown.map(function (n) {
      var node = self.node(group, n), on = group.chosen.includes(n);
      node.input.checked = on;
      if (on) node.input.dataset.on = "yes"; else delete node.input.dataset.on;
      node.count.textContent = explore.number(counts[n]);
      node.line.classList.toggle("pm-explore-none", counts[n] === 0 && !on);
      return node.line;
    });
    var same = group.list.children.length === nodes.length &&
      nodes.every(function (line, n) { return group.list.children[n] === line; });
    if (!same) {
      var focused = document.activeElement;
      group.list.replaceChildren.apply(group.list, nodes);
      if (group.list.contains(focused) && focused !== document.activeElement) focused.focus();
    }
    group.list.classList.toggle("pm-explore-long", group.all && nodes.length > MANY / 2);
    group.more.hidden = !wanted && !group.all && shown.length === facet.values.length;
    group.more.textContent = group.all ? "Show fewer" : "Show all " + facet.values.length;
    group.more.setAttribute("aria-label", group.more.textContent + ": " + facet.title);
    if (group.search) group.search.hidden = !group.all;
  };

  // The filters in use as buttons that take them away.
  explore.chips = function (box, model, chosen, drop, clear) {
    var items = [];
    chosen.forEach(function (values, key) {
      var facet = model.byKey.get(key);
      values.forEach(function (n) {
        var button = explore.make("button", { type: "button" },
          explore.make("span", { class: "pm-soft", text: facet.title + " " }), facet.values[n],
          explore.make("span", { "aria-hidden": "true", text: " ✕" }),
          explore.make("span", { class: "pm-hidden", text: ", take away" }));
        button.addEventListener("click", function () { drop(key, n); });
        items.push(explore.make("li", null, button));
      });
    });
    if (items.length > 1) {
      var all = explore.make("button", { type: "button", class: "pm-explore-plain",
                                         text: "Clear filters" });
      all.addEventListener("click", clear);
      items.push(explore.make("li", null, all));
    }
    box.hidden = !items.length;
    box.replaceChildren.apply(box, items);
  };

  explore.Facets = Facets;
})((window.postmortemsExplore = window.postmortemsExplore || {}));
