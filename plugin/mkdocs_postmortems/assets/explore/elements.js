// Small pieces of the page. Everything of an author's goes through textContent.
(function (explore) {
  "use strict";

  var SHAPES = { 1: "◆", 2: "▲", 3: "■", 4: "●", 5: "○" };

  // An element with attributes and children; null children are left out.
  explore.make = function (name, attributes) {
    var element = document.createElement(name);
    Object.entries(attributes || {}).forEach(function (entry) {
      if (entry[0] === "text") element.textContent = entry[1];
      else if (entry[1] === true) element.setAttribute(entry[0], "");
      else if (entry[1] !== false && entry[1] !== null) element.setAttribute(entry[0], entry[1]);
    });
    element.append.apply(element, Array.prototype.slice.call(arguments, 2).filter(Boolean));
    return element;
  };

  // A text with the words of the query marked.
  explore.marked = function (text, words) {
    var box = document.createDocumentFragment();
    explore.pieces(text, words).forEach(function (piece) {
      box.append(piece[1] ? explore.make("mark", { text: piece[0] }) : piece[0]);
    });
    return box;
  };

  // The same with what stands between backticks as code, as on the other pages.
  explore.coded = function (text, words) {
    var box = document.createDocumentFragment(), runs = text.match(/`+|[^`]+/g) || [];
    for (var at = 0; at < runs.length; at += 1) {
      var end = runs[at][0] === "`" ? runs.indexOf(runs[at], at + 1) : -1;
      if (end === -1) {
        box.append(explore.marked(runs[at], words));
      } else {
        var inside = runs.slice(at + 1, end).join("");
        box.append(explore.make("code", {}, explore.marked(inside, words)));
        at = end;
      }
    }
    return box;
  };

  explore.severity = function (label, rank, name) {
    var badge = explore.make("span", { class: "pm-sev pm-sev-" + (SHAPES[rank] ? rank : 0) },
      explore.make("span", { class: "pm-sev-shape", "aria-hidden": "true",
                             text: SHAPES[rank] || "?" }), label);
    if (SHAPES[rank] && name.toLowerCase() !== label.toLowerCase()) {
      badge.append(" ", explore.make("span", { class: "pm-soft", text: name }));
    }
    return badge;
  };

  explore.day = function (number) {
    if (!number) return explore.make("span", { text: "no date" });
    var digits = String(number).padStart(8, "0");
    var text = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].join("-");
    return explore.make("time", { datetime: text, text: text });
  };

  // A length in words, as everywhere on the site: its two largest units.
  explore.duration = function (seconds) {
    if (seconds < 0) return "-" + explore.duration(-seconds);
    if (seconds < 60) return seconds + " s";
    var minutes = Math.floor((seconds + 30) / 60);
    if (minutes < 60) return minutes + " min";
    var hours = Math.floor(minutes / 60);
    minutes %= 60;
    if (hours < 48) return hours + " h" + (minutes ? " " + minutes + " min" : "");
    var days = Math.floor(hours / 24);
    hours %= 24;
    return days + " d" + (hours ? " " + hours + " h" : "");
  };

  explore.number = function (count) {
    return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  };
})((window.postmortemsExplore = window.postmortemsExplore || {}));
