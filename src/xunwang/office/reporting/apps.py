from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "xunwang.office.reporting"
    label = "reporting"
    verbose_name = "材料报送"

    def ready(self) -> None:
        """Circulars get the list of what was not handed in, and units are reminded of it."""
        from xunwang.office.reporting import handing_in, reminding  # noqa: F401, PLC0415
