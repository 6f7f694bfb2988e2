from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "xunwang.office.publishing"
    label = "publishing"
    verbose_name = "发布统计"

    def ready(self) -> None:
        """Makes known what the workers can do; circulars get a table."""
        from xunwang.office.publishing import counting, handing_in  # noqa: F401, PLC0415
