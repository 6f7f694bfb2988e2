from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "xunwang.office.desk"
    label = "desk"
    verbose_name = "文稿审核"
