from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "xunwang.office.duty"
    label = "duty"
    verbose_name = "值班"

    def ready(self) -> None:
        """Makes known what circulars may carry."""
        from xunwang.office.duty import handing_in  # noqa: F401, PLC0415
