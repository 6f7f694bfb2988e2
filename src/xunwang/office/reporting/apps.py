from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "xunwang.office.reporting"
    label = "reporting"
    verbose_name = "材料报送"

    def ready(self) -> None:
        """Circulars get the list of what was not handed in."""
        from xunwang.office.reporting import handing_in  # noqa: F401, PLC0415
