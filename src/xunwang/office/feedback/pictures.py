"""Pictures that the public sends: painted anew, so that nothing of the sender and nothing but the picture is kept."""

import hashlib
import io
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from xunwang.office import lasting
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.models import ErrorReport, ReportPicture

MOST_PICTURES = 3
MOST_BYTES = 5_000_000
_MOST_PIXELS = 30_000_000
_LONGEST_SIDE = 2000
_TOO_WIDE = "图片的尺寸太大，请截取有问题的部分再上传。"
_FORMATS = ("PNG", "JPEG", "WEBP")


def painted_anew(upload: "UploadedFile[Any]") -> bytes:
    """A JPEG of at most 2000 pixels a side without any of the sender's data. Raises OfficeError."""
    if (upload.size or 0) > MOST_BYTES:
        raise OfficeError(f"图片超过 {MOST_BYTES // 1_000_000} MB，请截取有问题的部分再上传。")
    try:
        with Image.open(io.BytesIO(upload.read()), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise OfficeError(_TOO_WIDE)
            turned = ImageOps.exif_transpose(image)
            return _jpeg(turned)
    except Image.DecompressionBombError:
        raise OfficeError(_TOO_WIDE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise OfficeError("图片打不开，请上传 PNG、JPG 或 WebP 格式的图片。") from None


def _jpeg(image: Image.Image) -> bytes:
    """On white where it lets through what lies behind."""
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    seen = image.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=85)
    return out.getvalue()


def keep(report: ErrorReport, body: bytes) -> ReportPicture:
    """Into the uploads, under a name of our own."""
    inside = f"errorreport/{report.pk}/{uuid.uuid4().hex}.jpg"
    place = Path(settings.UPLOADS_FOLDER) / inside
    lasting.write(place, body)
    return ReportPicture.objects.create(
        report=report, path=inside, size=len(body), sha256=hashlib.sha256(body).hexdigest()
    )
