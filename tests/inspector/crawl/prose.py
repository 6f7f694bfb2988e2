"""Texts that are told apart, for pages whose content does not matter otherwise."""

import hashlib


def prose(seed, sentences=6):
    """Chinese sentences that only this seed gives."""
    digest = hashlib.sha256(str(seed).encode()).digest()
    letters = [
        chr(0x4E00 + (byte * 67 + at * 131 + digest[(at + 7) % 32] * 29) % 18000)
        for at, byte in enumerate(digest)
    ]
    return "。".join("".join(letters[at : at + 20]) for at in range(sentences))
