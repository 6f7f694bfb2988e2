from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "xunwang.office.limits"
    label = "limits"
    verbose_name = "次数限制"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.limits import taking  # noqa: F401, PLC0415
