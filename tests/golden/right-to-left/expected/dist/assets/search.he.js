window.SEARCH = {"pages":["well.html"],"words":"0131 0200 030 040 0ann 0deep 0evening 0feet 0is 0lee 2vel 0metres 0see 0the 0water 1ell 1ho 1inch 2th 0אותה 1רבעים 0באר 1וקר 1שעה 0היא 1כננת 2פר 1מנהג 0חולקות 0לשנה 0משפחות 0עולה","where":"1 1 1 1 4 1 1 1 1 4 1 1 1 1 1 1 1 1 1 4 4 8 1 1 1 1 8 4 4 1 4 1","endings":[".{0,2}"],"letters":{},"inner":{}};
// The code of the search.
