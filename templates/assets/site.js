// Small comforts. Every page works without them, and nothing here ever leads the reader to another page by itself.
(function () {
  "use strict";
  var store = "reader-language";

  function stored() { try { return localStorage.getItem(store); } catch (e) { return null; } }
  function keep(language) { try { localStorage.setItem(store, language); } catch (e) { /* private window, file: */ } }

  // What is wider than the screen can be reached and moved with the keyboard.
  function reachable() {
    document.querySelectorAll(".table, .text figure").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; } else { box.removeAttribute("tabindex"); }
    });
  }
  reachable();
  addEventListener("resize", reachable);

  // The contents stand open where there is room beside the text.
  var contents = document.querySelector(".contents details");
  if (contents && matchMedia("(min-width: 80rem)").matches) { contents.open = true; }

  // Who chooses a language is not asked again.
  var links = [].slice.call(document.querySelectorAll(".languages a, .editions a"));
  links.forEach(function (link) { link.addEventListener("click", function () { keep(link.hreflang); }); });

  // The search loads its words when it is first needed, and leaves those entries of the list that have them.
  var field = document.getElementById("page-search");
  if (field) { search(field, field.parentNode.querySelector("[role=status]")); }

  function search(field, status) {
    var list = document.querySelector(".entries"), entries = [].slice.call(list.children);
    function show() {
      var asked = field.value.trim(), hits = asked && window.SEARCH ? SEARCH.find(asked) : [], shown = [];
      hits.forEach(function (hit) {
        shown.push(entries.filter(function (entry) { return entry.querySelector("h2 a").getAttribute("href") === hit[0]; })[0]);
      });
      entries.forEach(function (entry) { entry.hidden = !!asked && shown.indexOf(entry) < 0; });
      (asked ? shown : entries).forEach(function (entry) { if (entry) { list.append(entry); } });
      status.textContent = !asked ? "" : shown.length ? status.dataset.found.replace("{count}", shown.length) : status.dataset.none;
    }
    field.addEventListener("focus", function () {
      var script = document.createElement("script");
      script.src = field.dataset.index;
      script.onload = function () { field.addEventListener("input", show); show(); };
      document.head.append(script);
    }, { once: true });
    field.parentNode.hidden = false;
  }

  // One line, in the first of the reader's languages that this page exists in, offers it.
  var bar = document.querySelector(".bar"), offers = document.querySelector(".offers");
  if (!bar || !offers || stored()) { return; }
  var here = document.documentElement.lang, wanted = best(navigator.languages || [navigator.language]);
  if (wanted && wanted !== here) { offer(offers.content.querySelector("[lang=" + CSS.escape(wanted) + "]")); }

  function best(preferred) {
    for (var i = 0; i < preferred.length; i++) {
      for (var tag = preferred[i].toLowerCase(); tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
        for (var j = 0; j < links.length; j++) {
          if (links[j].hreflang.toLowerCase() === tag) { return links[j].hreflang; }
        }
      }
    }
    return "";
  }

  function offer(box) {
    if (!box) { return; }
    box.querySelector("a").addEventListener("click", function () { keep(box.lang); });
    box.querySelector("button").addEventListener("click", function () { keep(here); box.remove(); });
    bar.after(box);
  }
})();
