"""What the peers are measured doing: spiders that check the links of a list of sites, written as each peer's documents advise.

They run in throw-away environments of their own and import nothing of xunwang. Each takes `ORDER.json`: {"homes": [...], "hosts": [...],
"result": path} and writes {"pages": n, "requests": n, "broken": [addresses]} there. All do the same job: read every page of the sites,
ask for every image, attachment and outside address once, and list what does not open.
"""
