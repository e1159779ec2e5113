// What the explorer listens to, and its start: once on each visit of the page.
(function (explore) {
  "use strict";

  var PAGE = 20, PAUSE = 1200; // after so many milliseconds the next key begins a new entry
  var Explorer = explore.Explorer;

  // In a narrow place the filters are folded until they are asked for.
  Explorer.prototype.disclose = function () {
    var details = this.root.querySelector(".pm-explore-facets"), root = this.root, wide = null;
    function adjust() {
      var now = root.clientWidth >= 40 * parseFloat(getComputedStyle(root).fontSize);
      if (now === wide || !root.clientWidth) return;
      wide = now;
      details.open = now;
      root.classList.toggle("pm-explore-wide", now);
    }
    adjust();
    new ResizeObserver(adjust).observe(root);
  };

  Explorer.prototype.listen = function () {
    var self = this;
    this.form.addEventListener("submit", function (event) { event.preventDefault(); });
    this.input.addEventListener("focus", function () { if (self.fullText) self.fullText.load(); });
    this.input.addEventListener("input", function () {
      if (!self.model) return void (self.early = true); // the catalog is still on its way
      var now = Date.now(), fresh = now - self.lastKey > PAUSE;
      self.lastKey = now;
      self.changed(fresh);
    });
    this.sort.addEventListener("change", function () { if (self.model) self.changed(true); });
    this.part("more").addEventListener("click", function () {
      var first = self.limit;
      self.limit += PAGE;
      self.cards();
      var card = self.results.children[first];
      if (card) card.querySelector("a").focus();
    });
    this.root.addEventListener("keydown", function (event) { self.key(event); });
  };

  Explorer.prototype.key = function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    var links = Array.from(this.results.querySelectorAll("a"));
    var at = links.indexOf(document.activeElement), inside = event.target === this.input;
    if (event.key === "Escape" && (inside || at >= 0)) {
      if (at >= 0) this.input.focus();
      else if (this.model) this.clear(true);
    } else if (event.key === "ArrowDown" && (inside || at >= 0) && links.length) {
      if (at + 1 < links.length) links[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      if (at > 0) links[at - 1].focus();
      else this.input.focus();
    } else if (event.key === "Enter" && inside && links.length && this.input.value.trim()) {
      links[0].click();
    } else return;
    event.preventDefault();
    event.stopPropagation(); // the theme's own search listens too
  };

  // ------------------------------------------------------------------------------ start

  function current() {
    var root = document.querySelector("[data-pm-explore]");
    return root && root.postmortemsExplorer;
  }

  function start() {
    var root = document.querySelector("[data-pm-explore]");
    if (root && !root.postmortemsExplorer) root.postmortemsExplorer = new Explorer(root);
  }

  if (!explore.started) {
    explore.started = true;
    window.addEventListener("popstate", function () {
      var explorer = current();
      if (explorer && explorer.model) explorer.restore();
    });
    document.addEventListener("keydown", function (event) {
      var explorer = current(), field = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || !explorer || field || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      explorer.input.focus();
      explorer.input.select();
    });
    if (typeof window.document$ === "object" && typeof window.document$.subscribe === "function") {
      window.document$.subscribe(start);
    }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((window.postmortemsExplore = window.postmortemsExplore || {}));
