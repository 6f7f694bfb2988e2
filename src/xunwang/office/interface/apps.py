from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "xunwang.office.interface"
    label = "interface"
    verbose_name = "接口"

    def ready(self) -> None:
        """Listens to the trail."""
        from xunwang.office.interface import announcing  # noqa: F401, PLC0415
