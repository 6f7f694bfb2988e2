from django.apps import AppConfig


class RectifyConfig(AppConfig):
    name = "xunwang.office.rectify"
    label = "rectify"
    verbose_name = "整改"

    def ready(self) -> None:
        """Makes known what the workers can do, and that deadlines follow the calendar."""
        from xunwang.office.rectify import appealing, checking, recounting, reminding  # noqa: F401, PLC0415
