"""Everything of an office in one file, and an office out of one file. `writing` makes it, `reading` checks it and lays it out.

The file is an uncompressed tar: `xunwang-backup.json` (what it is), the files, and last `contents.json` with the hash of every one of
them, so that a file that was cut off shows it. It holds secrets: the key of the office, hashes of passwords, sealed addresses,
personal data in archived pages. Whoever keeps it keeps it like the office itself.
"""
