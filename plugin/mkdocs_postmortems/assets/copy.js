// Beside the link of an event or action a button that copies its whole address, and below the text
// for a message one that copies the text. Without this script both are there all the same.
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
    say(done ? "Copied: " + name : "This could not be copied: " + name);
    if (!done) return;
    document.querySelectorAll(".pm-copied").forEach(restore);
    button.classList.add("pm-copied");
    button.textContent = "Copied";
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { restore(button); }, 2000);
  }

  function restore(button) {
    button.classList.remove("pm-copied");
    if (button.dataset.pmFace) button.textContent = button.dataset.pmFace;
    else button.innerHTML = ICON;
  }

  function copy(button, text) {
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
    button.dataset.pmName = "link to " + words;
    button.setAttribute("aria-label", "Copy link to " + words);
    button.title = "Copy link";
    button.innerHTML = ICON;
    // The whole address, as the browser has it.
    button.addEventListener("click", function () { copy(button, link.href); });
    link.after(button);
  }

  // The text is shown as it is copied: with the address of the page as its last line. It is made
  // when it is unfolded, so that until then the page says the same with and without this script.
  function addBelow(text) {
    if (text.parentNode.querySelector(".pm-copy-text")) return;
    text.textContent = text.textContent.trim() + "\n" + window.location.href.split("#")[0];
    var button = document.createElement("button");
    button.type = "button";
    button.className = "pm-copy-text";
    button.dataset.pmName = "summary for a message";
    button.dataset.pmFace = button.textContent = "Copy text";
    button.addEventListener("click", function () { copy(button, text.textContent); });
    text.after(button);
  }

  function start() {
    document.querySelectorAll("tr[id] > th > a.pm-permalink").forEach(add);
    document.querySelectorAll("details.pm-share").forEach(function (part) {
      part.addEventListener("toggle", function () { addBelow(part.querySelector("p")); });
    });
  }

  if (typeof window.document$ === "object" && typeof window.document$.subscribe === "function") {
    window.document$.subscribe(start);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
