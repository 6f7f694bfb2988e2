from django.apps import AppConfig


class OrphansConfig(AppConfig):
    name = "xunwang.office.orphans"
    label = "orphans"
    verbose_name = "名录外网站"

    def ready(self) -> None:
        """Makes known what the workers do, how a finding is looked at again, and what was judged ours."""
        from xunwang.office.orphans import gathering, probing, service  # noqa: F401, PLC0415
