window.SEARCH = {"pages":["well.html"],"words":"01000 0drži 0litrov 0nadstropje 0vodnjak 0zgodba","where":"1 1 1 1 8 1","endings":[".{0,2}"],"letters":{},"inner":{}};
// The code of the search.
