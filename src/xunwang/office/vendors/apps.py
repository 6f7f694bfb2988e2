from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "xunwang.office.vendors"
    label = "vendors"
    verbose_name = "外部检查结果"
