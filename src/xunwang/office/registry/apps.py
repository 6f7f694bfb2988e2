from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "xunwang.office.registry"
    label = "registry"
    verbose_name = "名录"
