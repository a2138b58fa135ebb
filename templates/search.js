// Written after the index of a language: SEARCH.find(text) gives [page, score] for pages with all words of the text.
(function (index) {
  "use strict";
  var words = [], where = index.where.split(" ");
  var endings = index.endings.map(function (ending) { return new RegExp("^(?:" + ending + ")$"); });
  index.words.split(" ").forEach(function (part, i) {
    words.push((i ? words[i - 1].slice(0, parseInt(part[0], 36)) : "") + part.slice(1));
  });

  function fold(word) {
    return word.replace(/./g, function (letter, at) {
      letter = index.letters[letter] || letter;
      return at && index.inner[letter] || letter;
    });
  }

  // 4: the same word; 2: the same stem, and both endings are of one kind; 1: its beginning; 0: another word.
  index.match = function (asked, word) {
    if (asked === word) { return 4; }
    var stem = 0, shared, one, other;
    function fits(ending) { return ending.test(one) && ending.test(other); }
    while (stem < asked.length && asked[stem] === word[stem]) { stem++; }
    for (shared = stem; stem > 1; stem--) {
      one = asked.slice(stem);
      other = word.slice(stem);
      if ((stem > 2 || one.length !== 1 && other.length !== 1) && endings.some(fits)) { return 2; }
    }
    return shared === asked.length && shared > 1 ? 1 : 0;
  };

  index.find = function (text) {
    var total = null;
    (text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) || []).forEach(function (asked) {
      var scores = {}, qualities;
      asked = fold(asked);
      qualities = words.map(function (word) { return word[0] === asked[0] ? index.match(asked, word) : 0; });
      // Beginnings count only where the word itself is not found: then it is still being typed.
      var least = qualities.some(function (quality) { return quality > 1; }) ? 2 : 1;
      qualities.forEach(function (quality, i) {
        if (quality >= least) {
          where[i].split(",").forEach(function (posting) {
            var page = posting >> 4;
            if (!total || page in total) { scores[page] = Math.max(scores[page] || 0, quality * (posting & 15)); }
          });
        }
      });
      for (var page in scores) { scores[page] += total ? total[page] : 0; }
      total = scores;
    });
    return Object.keys(total || {}).map(function (page) { return [index.pages[page], total[page]]; })
      .sort(function (a, b) { return b[1] - a[1]; });
  };
})(window.SEARCH);
