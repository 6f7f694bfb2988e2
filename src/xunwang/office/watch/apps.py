from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "xunwang.office.watch"
    label = "watch"
    verbose_name = "可用性监测"
