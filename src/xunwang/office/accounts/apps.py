from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "xunwang.office.accounts"
    label = "accounts"
    verbose_name = "政务新媒体"

    def ready(self) -> None:
        from xunwang.office.accounts import evaluating, fetching, handing_in, on_site  # noqa: F401, PLC0415  # register what others ask for
