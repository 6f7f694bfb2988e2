from django.apps import AppConfig


class StampingConfig(AppConfig):
    name = "xunwang.office.stamping"
    label = "stamping"
    verbose_name = "时间戳"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.stamping import daily  # noqa: F401, PLC0415
