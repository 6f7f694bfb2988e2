from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "xunwang.office.retention"
    label = "retention"
    verbose_name = "归档保留"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.retention import removing  # noqa: F401, PLC0415
