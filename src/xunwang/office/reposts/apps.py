from django.apps import AppConfig


class RepostsConfig(AppConfig):
    name = "xunwang.office.reposts"
    label = "reposts"
    verbose_name = "重要信息转载"

    def ready(self) -> None:
        from xunwang.office.reposts import handing_in, matching  # noqa: F401, PLC0415  # register what others ask for
