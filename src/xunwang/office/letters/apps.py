from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "xunwang.office.letters"
    label = "letters"
    verbose_name = "网民留言"

    def ready(self) -> None:
        """Circulars get a table."""
        from xunwang.office.letters import handing_in  # noqa: F401, PLC0415
