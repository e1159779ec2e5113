// The catalog, and what is selected of it: rows, their order, and the counts beside the filters.
(function (explore) {
  "use strict";

  var TEXT_POINTS = 2; // a word of a body, which the index of bodies has found

  function numbers(value) {
    return typeof value === "number" ? (value < 0 ? [] : [value]) : value;
  }

  function Model(catalog) {
    this.catalog = catalog;
    this.size = catalog.ids.length;
    this.texts = null;
    this.facets = catalog.facets.map(function (facet) {
      var of = facet.of.map(numbers);
      var totals = facet.values.map(function () { return 0; });
      of.forEach(function (values) { values.forEach(function (n) { totals[n] += 1; }); });
      return Object.assign({}, facet, { of: of, totals: totals });
    });
    this.byKey = new Map(this.facets.map(function (facet) { return [facet.key, facet]; }));
    this.forget();
  }

  // What has been derived from the texts is derived again when it is next needed.
  Model.prototype.forget = function () {
    this.fields = new Array(this.size);
    this.whole = new Array(this.size);
    this.vocabulary = null;
  };

  Model.prototype.addTexts = function (texts) {
    this.texts = texts;
    this.forget();
  };

  Model.prototype.labels = function (row, key) {
    var facet = this.byKey.get(key);
    return facet ? facet.of[row].map(function (n) { return facet.values[n]; }) : [];
  };

  // The same as words, with the name behind a title; each value is cut into words once.
  Model.prototype.spacedValues = function (row, key) {
    var facet = this.byKey.get(key);
    if (!facet) return "";
    facet.spaced = facet.spaced || facet.values.map(function (value, n) {
      return explore.spaced(value + " " + facet.slugs[n]);
    });
    return facet.of[row].map(function (n) { return facet.spaced[n]; }).join("");
  };

  // Cuts everything into words while nobody waits for it.
  Model.prototype.warm = function () {
    var self = this, row = 0, fields = this.fields;
    (function some() {
      var end = Math.min(row + 300, self.size);
      if (self.fields !== fields) return;
      while (row < end) self.fieldsOf(row++);
      if (row < self.size) window.setTimeout(some);
    })();
  };

  Model.prototype.href = function (row) {
    var c = this.catalog;
    return c.hrefs[row] || c.base + c.ids[row] + c.tail;
  };

  Model.prototype.fieldsOf = function (row) {
    if (this.fields[row]) return this.fields[row];
    var c = this.catalog, made = {};
    made.id = explore.spaced([c.ids[row]].concat(c.aliases[row] || []).join(" "));
    made.title = explore.spaced(c.titles[row]);
    made.services = this.spacedValues(row, "service");
    made.tags = this.spacedValues(row, "tag");
    for (var name in this.texts || {}) made[name] = explore.spaced(this.texts[name][row]);
    this.fields[row] = made;
    this.whole[row] = Object.values(made).join("");
    return made;
  };

  Model.prototype.match = function (row, wanted) {
    var fields = this.fieldsOf(row), whole = this.whole[row];
    for (var word of wanted) if (!whole.includes(" " + word)) return null;
    return explore.rate(fields, wanted, this.catalog.weights);
  };

  function passes(facet, values, chosen) {
    if (facet.threshold) return values.length > 0 && values[0] <= Math.max.apply(null, chosen);
    return values.some(function (n) { return chosen.includes(n); });
  }

  // What a state selects.
  //   state: {words, sort, chosen: Map of facet key -> numbers of values}
  //   inText: Map of row -> match in its body, or null where bodies are not searched
  // The count of a value is what would be shown if the others of its facet were not chosen.
  Model.prototype.select = function (state, inText) {
    var found = [], self = this;
    var counts = this.facets.map(function (f) { return f.values.map(function () { return 0; }); });
    var active = this.facets.filter(function (f) { return state.chosen.has(f.key); });
    var matched = 0;
    for (var row = 0; row < this.size; row++) {
      var match = { score: 0, hits: new Set() };
      if (state.words.length) {
        match = this.match(row, state.words);
        if (!match && inText && inText.has(row)) {
          match = { score: TEXT_POINTS * state.words.length, hits: new Set(["text"]) };
        }
        if (!match) continue;
      }
      matched += 1;
      var fails = active.filter(function (f) {
        return !passes(f, f.of[row], state.chosen.get(f.key));
      });
      if (fails.length > 1) continue;
      self.facets.forEach(function (facet, place) {
        if (fails.length && fails[0] !== facet) return;
        facet.of[row].forEach(function (n) { counts[place][n] += 1; });
      });
      if (!fails.length) found.push({ row: row, score: match.score, hits: match.hits });
    }
    this.facets.forEach(function (facet, place) {
      if (!facet.threshold) return;
      for (var n = 1; n < counts[place].length; n++) counts[place][n] += counts[place][n - 1];
    });
    return { rows: this.sorted(found, state), counts: counts, matched: matched };
  };

  // Rows stand newest first already, and sorting keeps the order of equals.
  Model.prototype.sorted = function (found, state) {
    var c = this.catalog;
    function rank(row) {
      var label = c.labels[c.severities[row]];
      return label ? label[1] : 10;
    }
    function length(row) {
      return c.ttm[row] === null ? -Infinity : c.ttm[row];
    }
    var orders = {
      newest: function () { return 0; },
      severity: function (a, b) { return rank(a.row) - rank(b.row); },
      longest: function (a, b) { return length(b.row) - length(a.row) || 0; },
    };
    return found.sort(orders[state.sort] || function (a, b) { return b.score - a.score; });
  };

  // The words of titles, services and tags with how often they stand there, for "did you mean".
  Model.prototype.known = function () {
    if (this.vocabulary) return this.vocabulary;
    var known = new Map();
    for (var row = 0; row < this.size; row++) {
      var fields = this.fieldsOf(row);
      (fields.title + fields.services + fields.tags).split(" ").forEach(function (word) {
        if (word.length > 2) known.set(word, (known.get(word) || 0) + 1);
      });
    }
    this.vocabulary = known;
    return known;
  };

  explore.Model = Model;
})((window.postmortemsExplore = window.postmortemsExplore || {}));
