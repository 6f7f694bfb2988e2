from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "xunwang.office.registry"
    label = "registry"
    verbose_name = "名录"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.registry import settling  # noqa: F401, PLC0415
