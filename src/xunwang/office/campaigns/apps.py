from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "xunwang.office.campaigns"
    label = "campaigns"
    verbose_name = "检查"
