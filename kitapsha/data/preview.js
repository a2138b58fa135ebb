// Keeps a previewed page up to date: it is loaded anew when it has changed, its panel is replaced when that has.
(function () {
  "use strict";
  var told = document.currentScript.dataset, page = told.page, said = told.said;
  var place = "kitapsha-preview " + location.pathname, folded = "kitapsha-preview folded";
  var source = null, lost = 0;

  function recall(key) { try { return sessionStorage.getItem(key); } catch (e) { return null; } }
  function keep(key, value) { try { sessionStorage.setItem(key, value); } catch (e) { /* not allowed here */ } }
  function drop(key) { try { sessionStorage.removeItem(key); } catch (e) { /* not allowed here */ } }

  // Where the reader was, however the browser goes about it; a page that only says what is wrong keeps it for later.
  var stood = recall(place), own = document.body.classList.contains("kitapsha-own");
  if (!own) { drop(place); }
  if (stood !== null) {
    history.scrollRestoration = "manual";
    var back = function () { scrollTo({ left: 0, top: Number(stood), behavior: "instant" }); };
    back();
    addEventListener("load", back);
  }

  var box = document.getElementById("kitapsha-preview");
  var content = box.firstElementChild, state = box.lastElementChild;

  function fold() {
    var details = content.querySelector("details");
    if (!details) { return; }
    if (recall(folded)) { details.open = false; }
    details.addEventListener("toggle", function () { if (details.open) { drop(folded); } else { keep(folded, "1"); } });
  }
  fold();

  function listen() {
    if (source || document.hidden) { return; }
    var asked = new URLSearchParams({ page: location.pathname, look: page, said: said });
    source = new EventSource("/.preview/events?" + asked);
    source.addEventListener("open", function () { lost = 0; state.textContent = ""; });
    source.addEventListener("page", function () {
      if (!own) { keep(place, String(scrollY)); }
      location.reload();
    });
    source.addEventListener("panel", function (event) {
      var news = JSON.parse(event.data);
      said = news.said;
      content.innerHTML = news.html; // escaped where it is made, in panel.py
      fold();
    });
    source.addEventListener("error", function () {
      lost += 1;
      if (lost > 1) { state.textContent = "The preview has ended; `build.py serve` starts it again."; }
      if (source.readyState === EventSource.CLOSED) { close(); setTimeout(listen, 2000); }
    });
  }
  function close() {
    if (source) { source.close(); }
    source = null;
  }

  // A browser has few connections to one server, so that a page which nobody sees keeps none.
  document.addEventListener("visibilitychange", function () { if (document.hidden) { close(); } else { listen(); } });
  addEventListener("pagehide", close);
  addEventListener("pageshow", listen);
  listen();
})();
