"""巡网: inspects government websites and new-media accounts, with evidence anyone can check."""

__version__ = "0.1.0"
