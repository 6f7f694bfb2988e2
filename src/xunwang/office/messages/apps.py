from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "xunwang.office.messages"
    label = "sending"  # Django's own messages have the other name
    verbose_name = "消息"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.messages import delivering  # noqa: F401, PLC0415
