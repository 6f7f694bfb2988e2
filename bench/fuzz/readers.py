"""Who reads what others wrote, each with good inputs to spoil. Some are of the office: Django must be set up before they are asked for."""

from bench.fuzz.model import Reader


def readers() -> list[Reader]:
    from bench.fuzz.closer import looked_at_closely  # models of the office can be loaded only now
    from bench.fuzz.packages import packages
    from bench.fuzz.pages import answers
    from bench.fuzz.papers import papers
    from bench.fuzz.tables import tables

    return [*answers(), *looked_at_closely(), *papers(), *tables(), *packages()]
