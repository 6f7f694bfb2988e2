from django.apps import AppConfig


class CrossConfig(AppConfig):
    name = "xunwang.office.cross"
    label = "cross"
    verbose_name = "交叉检查"
