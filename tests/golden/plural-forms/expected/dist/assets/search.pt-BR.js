window.SEARCH = {"pages":["well.html"],"words":"0000 0andar 0ele 0litros 0narrativa 0poço 0tem","where":"1 1 1 1 1 8 1","endings":[".{0,2}"],"letters":{},"inner":{}};
// The code of the search.
