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

  // One line that offers the page in the first of the reader's languages that it exists in.
  var bar = document.querySelector(".bar"), languages = document.querySelector(".languages");
  if (!bar || !languages || stored()) { return; }
  var here = languages.querySelector("[aria-current]");
  var wanted = best(navigator.languages || [navigator.language]);
  if (wanted && wanted !== here) { offer(wanted); }

  function best(preferred) {
    for (var i = 0; i < preferred.length; i++) {
      for (var tag = preferred[i].toLowerCase(); tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
        for (var j = 0; j < links.length; j++) {
          if (links[j].hreflang.toLowerCase() === tag) { return links[j]; }
        }
      }
    }
    return null;
  }

  function offer(link) {
    var box = document.createElement("aside"), line = document.createElement("div");
    var way = link.cloneNode(true), close = document.createElement("button");
    box.className = "offer";
    box.setAttribute("aria-label", link.textContent);
    box.lang = link.lang;
    line.className = "wide";
    way.addEventListener("click", function () { keep(link.hreflang); });
    close.type = "button";
    close.lang = document.documentElement.lang;
    close.textContent = languages.dataset.close;
    close.addEventListener("click", function () { keep(here ? here.hreflang : document.documentElement.lang); box.remove(); });
    line.append(languages.querySelector("svg").cloneNode(true), way, close);
    box.append(line);
    bar.after(box);
  }
})();
