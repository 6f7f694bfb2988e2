"""One file per checking kind, named as the norms name it: `Params`, and `examine(params, book, as_of)`.

`examine` gives a `Report`, or a `Tally` where it takes every page or link of the site to know.
"""
