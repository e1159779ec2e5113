// What the explorer says where nothing matches: ways out, each with how much it would find.
(function (explore) {
  "use strict";

  var Explorer = explore.Explorer;

  Explorer.prototype.empty = function (none) {
    var box = this.part("empty"), self = this, data = this.root.dataset;
    box.hidden = !none;
    if (!none) return;
    var ways = [];
    this.corrections().forEach(function (text) {
      var count = self.count(text, self.chosen), words = "Search for “" + text + "”";
      if (count || !self.chosen.size) {
        ways.push({ text: words, count: count, act: function () { self.ask(text, false); } });
      } else {
        ways.push({ text: words + " without filters", count: self.count(text, new Map()),
                    act: function () { self.ask(text, true); } });
      }
    });
    this.chosen.forEach(function (values, key) {
      var others = new Map(self.chosen);
      others.delete(key);
      var facet = self.model.byKey.get(key);
      var named = values.map(function (n) { return facet.values[n]; }).join(", ");
      ways.push({ text: "Without " + facet.title + ": " + named,
                  count: self.count(self.input.value, others),
                  act: function () { self.drop(key); } });
    });
    ways = ways.filter(function (way) { return way.count > 0; });
    ways.push({ text: "Start again", act: function () { self.clear(true); } });
    var asked = this.input.value.trim();
    explore.nothing(box, (asked ? "Nothing matches “" + asked + "”" : "Nothing matches") +
      (this.chosen.size ? " with these filters." : "."), ways,
      [["all incidents", data.index], ["incidents by service, team and cause", data.browse]]);
  };

  Explorer.prototype.count = function (text, chosen) {
    var state = { words: explore.words(text), sort: "newest", chosen: chosen };
    return this.model.select(state, this.texts).rows.length;
  };

  // The query with each word that nothing begins with replaced by the nearest known one, or without
  // it.
  Explorer.prototype.corrections = function () {
    var model = this.model, changed = false, kept = [];
    var unknown = this.words.filter(function (word) {
      for (var row = 0; row < model.size; row++) {
        model.fieldsOf(row);
        if (model.whole[row].includes(" " + word)) return false;
      }
      return true;
    });
    this.words.forEach(function (word) {
      var near = unknown.includes(word) ? explore.nearest(word, model.known()) : word;
      if (near !== word) changed = true;
      if (near) kept.push(near);
    });
    return changed && kept.length ? [kept.join(" ")] : [];
  };
})((window.postmortemsExplore = window.postmortemsExplore || {}));
