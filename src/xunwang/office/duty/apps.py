from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "xunwang.office.duty"
    label = "duty"
    verbose_name = "值班"

    def ready(self) -> None:
        """Makes known what circulars may carry and what the workers do every day."""
        from xunwang.office.duty import freshness, handing_in, lending, machine, picturing  # noqa: F401, PLC0415
