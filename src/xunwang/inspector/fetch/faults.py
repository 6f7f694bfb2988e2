"""What can go wrong with an exchange beyond the errors of sockets, TLS and name servers."""


class ExchangeError(Exception):
    """The other side did not give a whole answer in HTTP/1.1."""


class HungUpError(ExchangeError):
    """The connection ended before the head of an answer was there."""


class HandshakeError(ExchangeError):
    """No TLS connection came about, though one of TCP did; its cause says why."""


class CertificateWantedError(HandshakeError):
    """The server receives only visitors who show a certificate of their own."""


class MalformedError(ExchangeError):
    """What came is no HTTP."""


class HeadTooLargeError(ExchangeError):
    """The head of the answer, or one field of it, is beyond what servers send and browsers take."""


class BrokenOffError(ExchangeError):
    """The body is shorter than announced, or its chunks are broken."""


class RedirectError(Exception):
    """Redirects that lead nowhere: too many of them, round in a circle, or to what is no web address."""


class LeftAloneError(Exception):
    """A host that asked for a longer pause than this work has time for was not asked."""


class StrayAnswerError(Exception):
    """An answer to something that was not asked."""
