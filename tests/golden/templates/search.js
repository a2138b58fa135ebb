// The code of the search.
