window.SEARCH = {"pages":["well.html"],"words":"0000 0holds 0it 0litres 0storey 0the 0well","where":"1 1 1 1 1 8 8","endings":["|s|e|es|y|ies|ed|d|ing|er|ers|or|ors|ly"],"letters":{},"inner":{}};
// The code of the search.
