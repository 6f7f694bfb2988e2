from django.apps import AppConfig


class SearchingConfig(AppConfig):
    name = "xunwang.office.searching"
    label = "searching"
    verbose_name = "归档查找"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.searching import working  # noqa: F401, PLC0415
