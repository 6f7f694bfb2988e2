from django.apps import AppConfig


class ProofingConfig(AppConfig):
    name = "xunwang.office.proofing"
    label = "proofing"
    verbose_name = "文稿校对"
