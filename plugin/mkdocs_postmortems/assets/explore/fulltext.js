// Words of the bodies, found by Pagefind. Its index stands beside the page; without a web server a
// browser does not let a page read it, and the explorer does without.
(function (explore) {
  "use strict";

  var BEFORE = 9, AFTER = 22; // words of an excerpt around the first match

  function FullText(folder) {
    this.folder = folder;
    this.ready = null;
    this.failed = false;
  }

  FullText.prototype.load = function () {
    var self = this;
    if (!this.ready) {
      this.ready = Promise.all([
        import(new URL("pagefind.js", this.folder).href),
        fetch(new URL("rows.json", this.folder)).then(function (answer) {
          if (!answer.ok) throw new Error(answer.statusText);
          return answer.json();
        }),
      ]).then(function (loaded) {
        self.rows = new Map(loaded[1].map(function (mark, row) { return [mark, row]; }));
        return loaded[0].init().then(function () { return loaded[0]; });
      }).catch(function () {
        self.failed = true;
        return null;
      });
    }
    return this.ready;
  };

  // Where no text has a word, Pagefind answers with words that only begin like it. One match tells:
  // each word of the query must stand there, but for its ending.
  function holds(data, words) {
    var text = explore.spaced(data.raw_content || data.content);
    return words.every(function (word) {
      return text.includes(" " + word.slice(0, Math.max(3, word.length - 3)));
    });
  }

  // A Map of row to match for the words of a query; null where bodies cannot be searched.
  FullText.prototype.search = function (words) {
    var self = this;
    return this.load().then(function (pagefind) {
      if (!pagefind) return null;
      return pagefind.search(words.join(" ")).then(function (answer) {
        var found = new Map();
        answer.results.forEach(function (result) {
          if (self.rows.has(result.id)) found.set(self.rows.get(result.id), result);
        });
        if (!answer.results.length) return found;
        return answer.results[0].data().then(function (data) {
          return holds(data, words) ? found : new Map();
        });
      });
    });
  };

  // The words around the first match, and the heading above it: [heading, pieces].
  explore.excerpt = function (match) {
    return match.data().then(function (data) {
      var words = (data.raw_content || data.content).split(/\s+/);
      var places = (data.locations || []).slice().sort(function (a, b) { return a - b; });
      var first = places.length ? places[0] : 0;
      var start = Math.max(0, first - BEFORE), end = Math.min(words.length, first + AFTER);
      var marks = new Set(places), pieces = start > 0 ? [["… ", false]] : [];
      for (var n = start; n < end; n++) {
        pieces.push([words[n], marks.has(n)], [n + 1 < end ? " " : "", false]);
      }
      if (end < words.length) pieces.push([" …", false]);
      var above = (data.anchors || []).filter(function (anchor) {
        return /^h[1-6]$/i.test(anchor.element) && anchor.location <= first;
      }).pop();
      return [above ? above.text.replace(/¶\s*$/, "").trim() : "", pieces];
    });
  };

  explore.FullText = FullText;
})((window.postmortemsExplore = window.postmortemsExplore || {}));
