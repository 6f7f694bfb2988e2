from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "xunwang.office.mandates"
    label = "mandates"
    verbose_name = "上级交办"

    def ready(self) -> None:
        """Deadlines follow the calendar, and units are reminded of them."""
        from xunwang.office.mandates import reminding  # noqa: F401, PLC0415
