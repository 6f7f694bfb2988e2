from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "xunwang.office.alerts"
    label = "alerts"
    verbose_name = "报警"

    def ready(self) -> None:
        """Makes known what the workers do again and again, and who hears of what the watch sees."""
        from xunwang.office.alerts import intrusions, network, ticks  # noqa: F401, PLC0415
