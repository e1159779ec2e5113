// The explorer: its state, which it keeps in the address, and what it draws of it.
(function (explore) {
  "use strict";

  var PAGE = 20;
  var SORTS = new Set(["newest", "severity", "longest"]);

  function Explorer(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.input = this.form.elements.find;
    this.sort = root.querySelector("select[name=sort]");
    this.part = function (name) { return root.querySelector('[data-pm="' + name + '"]'); };
    this.results = this.part("results");
    this.chosen = new Map();
    this.texts = null; // matches in bodies, for the words in `this.textsOf`
    this.textsOf = "";
    this.lastKey = 0;
    this.limit = PAGE;
    var state = root.dataset.fullText;
    this.fullText = state === "yes" && window.location.protocol !== "file:"
      ? new explore.FullText(new URL("pagefind/", window.location.href)) : null;
    root.hidden = false;
    var without = document.querySelector(".pm-explore-without");
    if (without) without.remove();
    this.disclose();
    this.listen();
    this.input.value = parameters().get("find") || "";
    this.load();
  }

  function parameters() {
    return new URL(window.location.href).searchParams;
  }

  // ------------------------------------------------------------------------------ catalog

  function script(url, name) {
    if (window[name]) return Promise.resolve(window[name]);
    return new Promise(function (resolve, reject) {
      var element = explore.make("script", { src: url });
      element.onload = function () { resolve(window[name]); };
      element.onerror = reject;
      document.head.append(element);
    });
  }

  Explorer.prototype.load = function () {
    var self = this, data = this.root.dataset, large = "large" in data;
    var texts = large ? null : script(data.texts, "postmortemsTexts");
    script(data.catalog, "postmortemsCatalog").then(function (catalog) {
      self.model = new explore.Model(catalog);
      self.facets = new explore.Facets(self.model, self.part("facets"), self.choose.bind(self));
      self.restore();
      return texts || script(data.texts, "postmortemsTexts");
    }).then(function (loaded) {
      self.model.addTexts(loaded);
      self.draw();
      self.model.warm();
    }).catch(function () {
      self.part("count").textContent = "The catalog of incidents could not be loaded.";
    });
  };

  // ------------------------------------------------------------------------------ address

  Explorer.prototype.restore = function () {
    var state = parameters(), self = this;
    if (!this.early) this.input.value = state.get("find") || "";
    this.sort.value = SORTS.has(state.get("sort")) ? state.get("sort") : "";
    this.chosen = new Map();
    this.gone = 0; // values of the address that no postmortem has any more
    this.model.facets.forEach(function (facet) {
      var wanted = state.getAll(facet.key);
      var known = wanted.map(function (slug) { return facet.slugs.indexOf(slug); })
        .filter(function (n) { return n >= 0; });
      self.gone += wanted.length - known.length;
      if (facet.threshold) known = known.slice(0, 1);
      if (known.length) self.chosen.set(facet.key, known);
    });
    this.limit = PAGE;
    if (this.early) this.remember(false);
    this.early = false;
    this.draw();
  };

  // Keeps the state in the address; other parameters, those of the theme, are left alone.
  Explorer.prototype.remember = function (push) {
    var address = new URL(window.location.href), query = address.searchParams, self = this;
    query.delete("find");
    query.delete("sort");
    if (this.input.value.trim()) query.set("find", this.input.value.trim());
    if (this.sort.value) query.set("sort", this.sort.value);
    this.model.facets.forEach(function (facet) {
      query.delete(facet.key);
      (self.chosen.get(facet.key) || []).forEach(function (n) {
        query.append(facet.key, facet.slugs[n]);
      });
    });
    if (address.href === window.location.href) return;
    try {
      if (push) window.history.pushState(window.history.state, "", address.href);
      else window.history.replaceState(window.history.state, "", address.href);
    } catch {
      // Some browsers refuse this for pages opened from disk. The search works all the same.
    }
  };

  // ------------------------------------------------------------------------------ drawing

  Explorer.prototype.draw = function () {
    var words = explore.words(this.input.value), key = words.join(" ");
    this.words = words;
    if (this.textsOf !== key) this.texts = null;
    var state = { words: words, sort: this.sort.value, chosen: this.chosen };
    this.found = this.model.select(state, this.texts);
    this.facets.show(this.found.counts, this.chosen);
    explore.chips(this.part("chips"), this.model, this.chosen, this.drop.bind(this),
      this.clear.bind(this, false));
    this.cards();
    this.say();
    if (words.length && this.textsOf !== key) this.searchTexts(key);
  };

  Explorer.prototype.cards = function () {
    var self = this, rows = this.found.rows.slice(0, this.limit);
    var cards = rows.map(function (found) {
      var card = explore.card(self.model, found, self.words);
      if (found.hits.has("text")) self.explain(card, found.row);
      return card;
    });
    // Who has gone on to a result stays on it where results are drawn again, as bodies come later.
    var focused = document.activeElement, on = this.results.contains(focused) ? focused.href : "";
    this.results.replaceChildren.apply(this.results, cards);
    if (on) {
      var links = Array.from(this.results.querySelectorAll("a"));
      var link = links.find(function (a) { return a.href === on; });
      (link || this.input).focus({ preventScroll: true });
    }
    var more = this.part("more"), left = this.found.rows.length - rows.length;
    more.hidden = left <= 0;
    more.textContent = "Show " + Math.min(PAGE, left) + " more";
  };

  Explorer.prototype.explain = function (card, row) {
    explore.inText(card, ["", [["…", false]]]);
    explore.excerpt(this.texts.get(row)).then(function (excerpt) {
      explore.inText(card, excerpt);
    }).catch(function () { /* the card says "in the text" without its words */ });
  };

  Explorer.prototype.say = function () {
    var count = this.found.rows.length, size = this.model.size;
    var text = explore.number(count) + " of " + explore.number(size) +
      (size === 1 ? " incident" : " incidents");
    this.part("count").textContent = text;
    var notes = [], state = this.root.dataset.fullText;
    if (this.gone) notes.push("A filter of this address has no incident any more and was left out.");
    if (state === "yes" && !this.fullText) {
      notes.push("Opened from disk: titles, summaries, causes, symptoms, services and tags are " +
        "searched. The whole text is searched where a web server hands out this site.");
    } else if (this.fullText && this.fullText.failed) {
      notes.push("The whole text could not be searched; titles, summaries, causes, symptoms, " +
        "services and tags were.");
    } else if (state === "elsewhere") {
      notes.push("The whole text is searched in the site that a build makes, not here.");
    }
    this.part("note").textContent = notes.join(" ");
    this.empty(count === 0);
  };

  // ------------------------------------------------------------------------------ bodies

  Explorer.prototype.searchTexts = function (key) {
    var self = this, words = this.words;
    if (!this.fullText || this.fullText.failed) return;
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(function () {
      self.fullText.search(words).catch(function () { return null; }).then(function (found) {
        if (self.words.join(" ") !== key || !self.root.isConnected) return;
        self.textsOf = key;
        self.texts = found;
        self.draw();
      });
    }, 150);
  };

  // ------------------------------------------------------------------------------ choices

  Explorer.prototype.changed = function (push) {
    this.limit = PAGE;
    this.gone = 0;
    this.remember(push);
    this.draw();
  };

  Explorer.prototype.choose = function (key, n, on) {
    var facet = this.model.byKey.get(key), values = this.chosen.get(key) || [];
    values = values.filter(function (value) { return value !== n && !facet.threshold; });
    if (on) values = values.concat(n).sort(function (a, b) { return a - b; });
    if (values.length) this.chosen.set(key, values);
    else this.chosen.delete(key);
    this.changed(true);
  };

  // Takes a value of a filter away, or all of them. The button goes, so focus moves on.
  Explorer.prototype.drop = function (key, n) {
    if (n === undefined) this.chosen.delete(key);
    else return void (this.choose(key, n, false), this.input.focus());
    this.changed(true);
    this.input.focus();
  };

  Explorer.prototype.ask = function (text, everywhere) {
    this.input.value = text;
    if (everywhere) this.chosen.clear();
    this.changed(true);
    this.input.focus();
  };

  Explorer.prototype.clear = function (words) {
    if (words) this.input.value = "";
    this.chosen.clear();
    this.changed(true);
    this.input.focus();
  };

  explore.parameters = parameters;
  explore.Explorer = Explorer;
})((window.postmortemsExplore = window.postmortemsExplore || {}));
