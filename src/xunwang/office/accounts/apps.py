from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "xunwang.office.accounts"
    label = "accounts"
    verbose_name = "政务新媒体"
