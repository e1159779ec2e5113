// What matches a query. The definition, and the same in Python, stand in `search.py`; the cases in
// `tests/search_cases.json` are run by both.
(function (explore) {
  "use strict";

  var WHOLE = 3, BEGINNING = 2;
  var ASCII = /^[\x00-\x7f]*$/;
  var BETWEEN = /[^\p{L}\p{M}\p{N}]+/gu;
  var WORD = /[\p{L}\p{M}\p{N}]+/gu;

  explore.fold = function (text) {
    if (ASCII.test(text)) return text.toLowerCase();
    return text.normalize("NFKC").toUpperCase().toLowerCase().replace(/ς/g, "σ");
  };

  // A text as its folded words, each with a space before and behind it.
  explore.spaced = function (text) {
    return " " + explore.fold(text).replace(BETWEEN, " ").trim() + " ";
  };

  explore.words = function (query) {
    return Array.from(new Set(explore.spaced(query).split(" ").filter(Boolean)));
  };

  function found(text, word) {
    if (text.includes(" " + word + " ")) return WHOLE;
    return text.includes(" " + word) ? BEGINNING : 0;
  }

  // The score of spaced fields, and the fields that hold a word; null if they do not match.
  explore.rate = function (fields, wanted, weights) {
    var score = 0, hits = new Set();
    for (var word of wanted) {
      var best = 0;
      for (var name in fields) {
        var points = weights[name] * found(fields[name], word);
        if (points) hits.add(name);
        if (points > best) best = points;
      }
      if (!best) return null;
      score += best;
    }
    return { score: score, hits: hits };
  };

  // A text in pieces, [text, marked], with the words that a query begins marked.
  explore.pieces = function (text, wanted) {
    var pieces = [], last = 0;
    if (!wanted.length) return [[text, false]];
    for (var match of text.matchAll(WORD)) {
      var folded = explore.fold(match[0]);
      var hit = wanted.filter(function (word) { return folded.startsWith(word); })
        .sort(function (a, b) { return b.length - a.length; })[0];
      if (!hit) continue;
      // Folding may change the length of a word; then it is marked as a whole.
      var length = folded.length === match[0].length ? hit.length : match[0].length;
      if (match.index > last) pieces.push([text.slice(last, match.index), false]);
      pieces.push([match[0].slice(0, length), true]);
      last = match.index + length;
    }
    if (last < text.length) pieces.push([text.slice(last), false]);
    return pieces;
  };

  // How many letters must be changed, added, left out or swapped to make one word the other; a
  // number above the limit stands for all that is further.
  explore.distance = function (left, right, limit) {
    if (Math.abs(left.length - right.length) > limit) return limit + 1;
    var before = [], row = Array.from({ length: right.length + 1 }, function (_, n) { return n; });
    for (var i = 1; i <= left.length; i++) {
      var next = [i], least = i;
      for (var j = 1; j <= right.length; j++) {
        var same = left[i - 1] === right[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
        least = Math.min(least, next[j]);
      }
      if (least > limit) return limit + 1;
      before = row;
      row = next;
    }
    return row[right.length];
  };

  // The known word that looks most like one that nothing begins with; null if none does.
  explore.nearest = function (word, known) {
    var limit = word.length < 4 ? 1 : word.length < 8 ? 2 : 3, best = null;
    for (var [candidate, count] of known) {
      var far = explore.distance(word, candidate, limit);
      // The beginning of a longer word is meant as well.
      if (candidate.length > word.length + 1 && word.length > 3) {
        far = Math.min(far, explore.distance(word, candidate.slice(0, word.length), limit) + 0.5);
      }
      if (far > limit) continue;
      if (!best || far < best.far || (far === best.far && count > best.count)) {
        best = { word: candidate, far: far, count: count };
      }
    }
    return best && best.word;
  };
})((window.postmortemsExplore = window.postmortemsExplore || {}));
