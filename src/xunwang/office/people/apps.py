from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "xunwang.office.people"
    label = "people"
    verbose_name = "人员与单位"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.people import sessions  # noqa: F401, PLC0415
