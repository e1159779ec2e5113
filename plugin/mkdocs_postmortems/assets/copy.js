// Beside the link of an event or action a button that copies its whole address. Without this script
// the links are there all the same.
(function () {
  "use strict";

  var ICON = '<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">' +
    '<path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.7.7M9.2 6.8a2.6 2.6 0 0 ' +
    '0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.7-.7"/></svg>';
  var timer = 0;

  function say(words) {
    var status = document.getElementById("pm-copy-status");
    if (!status) {
      status = document.createElement("div");
      status.id = "pm-copy-status";
      status.className = "pm-hidden";
      status.setAttribute("role", "status");
      document.body.append(status);
    }
    // Said again only where it changes: two links copied one after the other are two messages.
    status.textContent = "";
    window.setTimeout(function () { status.textContent = words; }, 50);
  }

  // The clipboard is there for secure pages only; a selection can be copied everywhere.
  function bySelection(text, button) {
    var field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "pm-hidden";
    document.body.append(field);
    field.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    field.remove();
    button.focus();
    return done;
  }

  function show(button, done) {
    var name = button.dataset.pmName;
    say(done ? "Copied: link to " + name : "The link to " + name + " could not be copied.");
    if (!done) return;
    document.querySelectorAll(".pm-copied").forEach(restore);
    button.classList.add("pm-copied");
    button.textContent = "Copied";
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { restore(button); }, 2000);
  }

  function restore(button) {
    button.classList.remove("pm-copied");
    button.innerHTML = ICON;
  }

  function copy(button) {
    var link = button.parentNode.querySelector("a.pm-permalink");
    if (!link) return;
    var text = link.href; // the whole address, as the browser has it
    var fallback = function () { show(button, bySelection(text, button)); };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () { show(button, true); }, fallback);
    } else {
      fallback();
    }
  }

  function add(link) {
    if (link.parentNode.querySelector(".pm-copy")) return;
    var words = link.textContent.replace(/\s+/g, " ").trim();
    var button = document.createElement("button");
    button.type = "button";
    button.className = "pm-copy pm-noprint";
    button.dataset.pmName = words;
    button.setAttribute("aria-label", "Copy link to " + words);
    button.title = "Copy link";
    button.innerHTML = ICON;
    button.addEventListener("click", function () { copy(button); });
    link.after(button);
  }

  function start() {
    document.querySelectorAll("tr[id] > th > a.pm-permalink").forEach(add);
  }

  if (typeof window.document$ === "object" && typeof window.document$.subscribe === "function") {
    window.document$.subscribe(start);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
