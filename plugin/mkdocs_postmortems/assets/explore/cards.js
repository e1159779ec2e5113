// The results: each says what it is and why it is there.
(function (explore) {
  "use strict";

  var NAMES = { cause: "Cause", symptoms: "Symptoms", tags: "Tags", services: "Services", id: "Id" };

  function line(name, content) {
    return explore.make("p", { class: "pm-explore-why" },
      explore.make("span", { class: "pm-explore-field", text: name }), " ", content);
  }

  function meta(model, row, words) {
    var c = model.catalog, make = explore.make, label = c.labels[c.severities[row]];
    var parts = [label && explore.severity(label[0], label[1], label[2]), explore.day(c.days[row])];
    var status = model.labels(row, "status")[0], kind = model.labels(row, "kind")[0];
    parts.push(make("span", { class: "pm-id" }, explore.marked(c.ids[row], words)));
    if (kind && kind !== "Incident") {
      parts.push(make("span", { class: "pm-badge pm-kind", text: kind }));
    }
    if (status && status !== "Final") {
      var slug = model.byKey.get("status").slugs[model.byKey.get("status").of[row][0]];
      parts.push(make("span", { class: "pm-badge pm-status-" + slug, text: status }));
    }
    return make("p", { class: "pm-explore-meta" }, ...parts);
  }

  function facts(model, row, words) {
    var c = model.catalog, make = explore.make, parts = [];
    var services = model.labels(row, "service");
    if (services.length) {
      parts.push(make("span", { class: "pm-explore-services" },
        explore.marked(services.join(", "), words)));
    }
    if (c.ttm[row] !== null) {
      parts.push(make("span", { text: "mitigated after " + explore.duration(c.ttm[row]) }));
    }
    var open = c.unfinished[row], late = c.overdue[row];
    if (open) parts.push(make("span", { text: open + " open action" + (open === 1 ? "" : "s") }));
    if (late) {
      parts.push(make("span", { class: "pm-state pm-state-overdue" },
        make("span", { class: "pm-state-shape", "aria-hidden": "true", text: "▲" }),
        late + " overdue"));
    }
    return parts.length ? make("p", { class: "pm-explore-facts" }, ...parts) : null;
  }

  // A card. `found` has the row and the fields that hold a word of the query.
  explore.card = function (model, found, words) {
    var c = model.catalog, make = explore.make, row = found.row, texts = model.texts;
    var link = make("a", { class: "pm-explore-title", href: model.href(row) },
      explore.coded(c.titles[row], words));
    var card = make("li", { class: "pm-explore-card", "data-row": row },
      make("h2", { class: "pm-explore-heading" }, link), meta(model, row, words));
    if (texts && texts.summary[row]) {
      card.append(make("p", { class: "pm-explore-summary" },
        explore.coded(texts.summary[row], words)));
    }
    ["cause", "symptoms"].forEach(function (name) {
      if (found.hits.has(name)) card.append(line(NAMES[name], explore.coded(texts[name][row], words)));
    });
    if (found.hits.has("tags")) {
      card.append(line(NAMES.tags, explore.marked(model.labels(row, "tag").join(", "), words)));
    }
    var known = facts(model, row, words);
    if (known) card.append(known);
    return card;
  };

  // The line of a card that only its body put there; `excerpt` is [heading, pieces].
  explore.inText = function (card, excerpt) {
    var content = document.createDocumentFragment();
    if (excerpt[0]) {
      content.append(explore.make("span", { class: "pm-soft", text: "(" + excerpt[0] + ") " }));
    }
    excerpt[1].forEach(function (piece) {
      content.append(piece[1] ? explore.make("mark", { text: piece[0] }) : piece[0]);
    });
    var made = line("In the text", content);
    var old = card.querySelector(".pm-explore-body");
    made.classList.add("pm-explore-body");
    if (old) old.replaceWith(made);
    else card.insertBefore(made, card.querySelector(".pm-explore-facts"));
  };

  // What is said where nothing matches: each way out says how much it would find.
  //   ways: [{text, words, act}] buttons; links: [[text, href]]
  explore.nothing = function (box, sentence, ways, links) {
    var make = explore.make, list = make("ul");
    ways.forEach(function (way) {
      var button = make("button", { type: "button" }, way.text);
      button.addEventListener("click", way.act);
      list.append(make("li", null, button, way.count === undefined ? null :
        make("span", { class: "pm-soft", text: " " + explore.number(way.count) +
          (way.count === 1 ? " incident" : " incidents") })));
    });
    var rest = make("p", { class: "pm-soft" }, "Or look through ");
    links.forEach(function (link, n) {
      if (n) rest.append(" and ");
      rest.append(make("a", { href: link[1], text: link[0] }));
    });
    rest.append(".");
    box.replaceChildren(make("p", null, make("strong", { text: sentence })));
    if (ways.length) box.append(list);
    box.append(rest);
  };
})((window.postmortemsExplore = window.postmortemsExplore || {}));
