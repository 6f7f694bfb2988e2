"""The trail: written in the transaction of the act itself, each row sealed with the hash of the one before."""

import datetime as dt
import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from xunwang.office.people.models import AuditEntry, TrailHead, Unit, User
from xunwang.office.turns import in_turn

FIRST = "0" * 64


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _sm3(data: bytes) -> str:
    summed = hashes.Hash(hashes.SM3())
    summed.update(data)
    return summed.finalize().hex()


_ALGORITHMS = {"sha256": _sha256, "sm3": _sm3}
SYSTEM = "命令行"
PUBLIC = "公众"

ACTIONS = {
    "account.created": "新建账号",
    "account.invited": "邀请账号",
    "account.changed": "变更账号",
    "account.handed_over": "交接岗位",
    "account.stopped": "停用账号",
    "account.started": "启用账号",
    "password.set": "设定密码",
    "factor.set": "启用动态口令",
    "factor.removed": "取消动态口令",
    "login.done": "登录",
    "login.bound": "绑定统一身份",
    "login.locked": "账号锁定",
    "unit.created": "新建单位",
    "unit.changed": "变更单位",
    "unit.moved": "调整单位隶属",
    "unit.closed": "撤销单位",
    "import.begun": "开始导入名录",
    "register.imported": "导入名录",
    "subject.opened": "登记对象",
    "subject.changed": "变更登记",
    "subject.closed": "注销登记",
    "subject.suspended": "登记临时关停",
    "subject.resumed": "登记恢复开放",
    "subject.filed": "登记报备日期",
    "column.entered": "登记栏目",
    "column.withdrawn": "撤销栏目登记",
    "filing.filed": "申报报备事项",
    "filing.passed": "上报报备事项",
    "filing.approved": "办结报备事项",
    "filing.returned": "退回报备事项",
    "filing.withdrawn": "撤回报备事项",
    "register.undone": "撤销导入",
    "orphan.decided": "处理名录外网站",
    "orphan.listed": "列入名录外网站",
    "orphan.told": "登记名录外网站",
    "media.access": "设定账号接口凭证",
    "media.access_removed": "删除账号接口凭证",
    "media.capture_key": "生成采集书签",
    "media.feed": "设定账号订阅源",
    "media.handed_in": "提交账号数据",
    "media.list": "导入发文清单",
    "media.withdrawn": "撤回账号数据",
    "campaign.created": "新建检查",
    "campaign.point_closed": "监测时间点结果定稿",
    "campaign.released": "公布检查结果",
    "campaign.started": "开始检查",
    "campaign.paused": "暂停检查",
    "campaign.rerun": "重新检查",
    "campaign.lent": "先用巡查结果",
    "cross.set_up": "布置交叉检查",
    "cross.handed_in": "提交交叉检查意见",
    "cross.adopted": "采用交叉检查意见",
    "judgement.recorded": "记录评定结果",
    "entry.made": "录入指标结果",
    "entry.withdrawn": "撤回指标录入",
    "finding.decided": "人工认定",
    "findings.taken_in": "导入外部检查结果",
    "findings.list_undone": "撤销导入外部检查结果",
    "ticket.issued": "下发整改通知",
    "ticket.read": "查看整改通知",
    "ticket.noted": "登记联系情况",
    "ticket.answered": "回复整改情况",
    "ticket.checked": "复查整改情况",
    "ticket.accepted": "确认整改",
    "ticket.reopened": "退回整改",
    "ticket.extended": "延长整改期限",
    "ticket.closed": "办结整改",
    "ticket.reminded": "提醒整改",
    "ticket.escalated": "提请负责人督办",
    "appeal.made": "提出申诉",
    "appeal.decided": "处理申诉",
    "measure.taken": "采取处理措施",
    "reminders.set": "设定提醒日",
    "tolerance.set": "设定容错预警线",
    "mandate.received": "登记上级交办",
    "mandate.handed_down": "分办上级交办",
    "mandate.seen": "查看上级交办",
    "mandate.answered": "回复上级交办",
    "mandate.returned": "退回交办回复",
    "mandate.extended": "调整交办期限",
    "attachment.downloaded": "下载附件",
    "channel.added": "新增消息渠道",
    "channel.stopped": "停用消息渠道",
    "channel.sent_again": "重新发送消息",
    "closure.planned": "登记计划关停",
    "closure.withdrawn": "撤销计划关停",
    "error_report.received": "收到网民找错",
    "error_report.form": "开关找错入口",
    "missed_case.changed": "修改漏报用例",
    "missed_case.page": "上传漏报用例的页面",
    "error_report.imported": "导入网民找错",
    "error_report.handed_over": "转办网民找错",
    "error_report.answered": "答复网民找错",
    "error_report.platform_answered": "登记全国平台答复",
    "error_report.closed": "办结网民找错",
    "error_report.corrected": "更正找错核实结果",
    "error_report.set_aside": "找错移出统计",
    "error_report.taken_back": "找错恢复统计",
    "selfcheck.asked": "开展自查",
    "terms.added": "登记校对词条",
    "terms.removed": "删除校对词条",
    "token.issued": "新建接口令牌",
    "token.revoked": "停用接口令牌",
    "alert.acknowledged": "确认报警",
    "alert.planned": "设置报警",
    "duty.planned": "设置值班",
    "duty.rostered": "排班",
    "duty.swapped": "调班",
    "duty.handed_over": "交班",
    "duty.taken_over": "接班",
    "patrol.ended": "完成巡查",
    "training.recorded": "登记演练或培训",
    "point.added": "新增监测点",
    "point.stopped": "停用监测点",
    "watch.address_added": "新增监测网址",
    "watch.address_stopped": "停止监测网址",
    "status.shown": "公开网站状态",
    "status.hidden": "停止公开网站状态",
    "repost.ordered": "下发转载任务",
    "repost.cancelled": "撤销转载任务",
    "repost.accepted": "登记转载情况",
    "letters.imported": "读入网民留言",
    "letters.limits": "设定留言期限",
    "letter.test": "登记测试留言",
    "letter.answered": "登记测试留言答复",
    "catalogue.kept": "存入公开目录",
    "stated.entered": "登记上报数",
    "stated.explained": "说明差异原因",
    "calendar.confirmed": "确认工作日历",
    "archive.searched": "查找归档",
    "archive.removed": "删除归档",
    "trail.exported": "导出操作记录",
    "circular.drafted": "起草通报",
    "circular.returned": "交回修改后的通报",
    "circular.sealed": "封存通报",
    "circular.opened": "公开通报",
    "manuscript.made": "新建文稿",
    "manuscript.changed": "修改文稿",
    "manuscript.signed": "签署文稿",
    "manuscript.secrecy": "登记保密审查",
    "manuscript.exported": "导出文稿",
    "report.asked": "下发报送通知",
    "report.handed_in": "报送材料",
    "report.returned": "退回材料",
    "report.pressed": "催办材料",
    "circular.withdrawn": "停止公开通报",
    "file.added": "存入文件",
    "file.downloaded": "下载文件",
    "office.backed_up": "备份数据",
    "office.restored": "恢复数据",
}
"""Every act that is written down, with the words the trail shows."""


DATA_WORDS = {
    "on": "日期",
    "file": "文件",
    "result": "结果",
    "sha256": "校验值",
    "when": "时点",
    "verdict": "结论",
    "norm": "指标依据",
    "as_of": "监测时间点",
    "ruling": "认定",
    "reason": "理由",
    "proof": "依据",
    "played": "演示代入",
    "role": "角色",
    "subjects": "对象数",
    "first_start": "首次设置",
    "until": "截止日期",
    "items": "问题数",
    "due": "截止日",
    "mended": "已整改",
    "left": "未整改",
    "kind": "事项",
    "text": "内容",
    "accepted": "成立",
    "step": "措施",
    "year": "年份",
    "moved": "变动数",
    "entries": "记录数",
    "archives": "归档数",
    "size": "字节",
    "files": "文件数",
    "unit": "单位",
    "seed": "抽样种子",
    "filed_on": "报备日期",
    "level": "层级",
    "reached": "渠道数",
    "messages": "消息数",
    "occasion": "事由",
    "before": "原",
    "after": "现",
}


def log_action(
    action: str,
    target: models.Model,
    *,
    user: User | None,
    unit: Unit | None = None,
    data: dict[str, Any] | None = None,
    nobody: str = SYSTEM,
) -> AuditEntry:
    """Writes one act; without a user it was `nobody`.

    `unit` says whose trail it belongs to: the user's unit unless given; needed when nobody is logged in.
    """
    where = unit or (user.unit if user else None)
    if action not in ACTIONS or where is None:
        raise ValueError(f"an act needs a known name and a unit: {action}")
    with transaction.atomic():
        in_turn("trail")
        last = AuditEntry.objects.order_by("pk").last()
        whole = _ends_with(last)
        entry = AuditEntry(
            at=timezone.now(),
            user=user,
            user_name=user.shown_name if user else nobody,
            unit=where,
            action=action,
            target=f"{target._meta.label_lower}:{target.pk}",  # noqa: SLF001  # Django's own name for it
            target_label=str(target)[:300],
            data=data or {},
            previous=(last.hash if last else FIRST) if whole else secrets.token_hex(32),
        )
        entry.hash = seal(entry, settings.TRAIL_HASH)
        entry.save(force_insert=True)
        sealed = {"entry": entry.pk, "hash": entry.hash, "seal": seal_of_end(entry.pk, entry.hash)}
        if not TrailHead.objects.filter(pk=1).update(**sealed):
            TrailHead.objects.create(pk=1, **sealed)
    return entry


def seal_of_end(entry: int, hashed: str) -> str:
    """What the office, which has the key, says of the last entry of its trail."""
    return salted_hmac("xunwang.trail", f"{entry}:{hashed}", algorithm="sha256").hexdigest()


def _ends_with(last: AuditEntry | None) -> bool:
    """Whether the trail ended with this entry when the office last wrote to it.

    Where it did not, the next entry follows none, so that the break stays to be seen.
    """
    head = TrailHead.objects.filter(pk=1).first()
    if head is None or last is None:
        return head is None and last is None
    sealed = seal_of_end(last.pk, last.hash)
    return (head.entry, head.hash) == (last.pk, last.hash) and constant_time_compare(head.seal, sealed)


def seal(entry: AuditEntry, algorithm: str) -> str:
    """The hash (`sha256` or `sm3`, GB/T 32905) over everything the row says, the hash before it included."""
    said = {
        "at": entry.at.astimezone(dt.UTC).isoformat(),
        "user": entry.user_id,
        "user_name": entry.user_name,
        "unit": entry.unit_id,
        "action": entry.action,
        "target": entry.target,
        "target_label": entry.target_label,
        "data": entry.data,
        "previous": entry.previous,
    }
    return _ALGORITHMS[algorithm](json.dumps(said, sort_keys=True, ensure_ascii=False).encode())


def algorithm_of(entry: AuditEntry) -> str:
    """By which algorithm the row was sealed; "" when it is by none, so that it was altered. A trail may change from one to the other."""
    return next((name for name in _ALGORITHMS if entry.hash == seal(entry, name)), "")


def broken_entries() -> list[int]:
    """The numbers of rows that were altered or that follow a removed row, oldest first; a whole trail gives none.

    Where rows were removed from the end or put there by hand, the last one is among them.
    """
    broken, previous, last = [], FIRST, None
    for entry in AuditEntry.objects.order_by("pk").iterator():
        if entry.previous != previous or not algorithm_of(entry):
            broken.append(entry.pk)
        previous, last = entry.hash, entry
    if not _ends_with(last):
        broken.append(last.pk if last else 1)
    return sorted(set(broken))
