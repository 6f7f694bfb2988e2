"""One file per checking kind, named as the norms name it: `Params`, and `examine(rule, params, book, as_of)`."""
