from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "xunwang.office.filing"
    label = "filing"
    verbose_name = "报备"

    def ready(self) -> None:
        """Makes the open filings follow the calendar."""
        from xunwang.office.filing import service  # noqa: F401, PLC0415
