window.SEARCH = {"pages":["well.html"],"words":"0131 0200 030 040 0ann 1t 0costs 1ustom 0deep 0evening 0families 1eet 1orty 0is 1t 0lee 2vel 0metres 1orning 0see 1hare 0the 0village 0water 1ell 1ho 1inch 2th 0year","where":"1 1 1 1 4 1 1 4 1 1 4 1 4 1 4 4 1 1 1 1 4 8 8 1 8 1 1 1 1","endings":["|s|e|es|y|ies|ed|d|ing|er|ers|or|ors|ly"],"letters":{},"inner":{}};
// The code of the search.
