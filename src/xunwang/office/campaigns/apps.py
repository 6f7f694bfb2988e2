from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "xunwang.office.campaigns"
    label = "campaigns"
    verbose_name = "检查"

    def ready(self) -> None:
        """Makes known what the workers can do."""
        from xunwang.office.campaigns import channels, issuing, judging, slicing  # noqa: F401, PLC0415
