"""How the reader of documents and its child process talk: what both must know, and nothing that is slow to load."""

import struct

HEAD = struct.Struct("<II")  # length of the limits as JSON, length of the document
LENGTH = struct.Struct("<I")  # of the answer
READY = b"ready"
