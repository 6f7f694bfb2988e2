from typing import ClassVar

from django.db import migrations, models

STEPS = [
    ("received", "收到"),
    ("handed_over", "转办"),
    ("answered", "答复"),
    ("platform", "全国平台答复"),
    ("closed", "办结"),
    ("corrected", "更正核实结果"),
    ("aside", "移出统计"),
    ("back", "恢复统计"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("feedback", "0004_cases_of_every_kind")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="errorreport",
            name="aside",
            field=models.CharField(
                blank=True,
                choices=[("duplicate", "重复"), ("withdrawn", "撤回")],
                default="",
                max_length=12,
                verbose_name="不计入统计",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="reportevent",
            name="step",
            field=models.CharField(choices=STEPS, max_length=12),
        ),
    ]
