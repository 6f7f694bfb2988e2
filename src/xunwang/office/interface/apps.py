from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "xunwang.office.interface"
    label = "interface"
    verbose_name = "接口"
