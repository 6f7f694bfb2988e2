from django.apps import AppConfig


class SelfCheckConfig(AppConfig):
    name = "xunwang.office.selfcheck"
    label = "selfcheck"
    verbose_name = "自查"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.selfcheck import working  # noqa: F401, PLC0415
