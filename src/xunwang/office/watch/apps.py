from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "xunwang.office.watch"
    label = "watch"
    verbose_name = "可用性监测"

    def ready(self) -> None:
        """Makes known what the workers do again and again."""
        from xunwang.office.watch import thinning  # noqa: F401, PLC0415
