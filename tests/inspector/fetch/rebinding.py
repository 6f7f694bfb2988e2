"""Names that lead somewhere else from one question to the next."""


def leading_to(*addresses, then=None):
    """A resolver whose names lead to `addresses`, and to `then` from the second question on."""
    asked = []

    async def lookup(host, port):
        asked.append(host)
        found = addresses if then is None or len(asked) == 1 else then
        return [(address, port) for address in found]

    lookup.asked = asked
    return lookup


REBOUND = "rebind.example.com"
