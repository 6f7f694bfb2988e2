"""The web under many people, alone or beside a crawl and imports."""
