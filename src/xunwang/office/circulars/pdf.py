"""The pdf of a written circular, made by LibreOffice where it is installed, so that both look alike."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from xunwang.office.circulars.data import CircularRefused

SECONDS = 120


def to_pdf(document: Path) -> Path:
    """Writes the pdf beside the docx. Raises CircularRefused where that cannot be done."""
    program = shutil.which("soffice")
    if program is None:
        raise CircularRefused("本机没有安装LibreOffice，不能生成PDF；可用WPS或Word打开通报，另存为PDF")
    with tempfile.TemporaryDirectory(prefix="xunwang-pdf-") as folder:
        profile = (Path(folder) / "profile").as_uri()
        arguments = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        try:
            subprocess.run(  # noqa: S603  # a program found by name, with a file of our own
                [program, *arguments, "--outdir", folder, str(document)],
                check=True, capture_output=True, timeout=SECONDS,
            )  # fmt: skip
            made = Path(folder) / f"{document.stem}.pdf"
            return Path(shutil.copy(made, document.with_suffix(".pdf")))
        except (subprocess.SubprocessError, OSError) as error:
            raise CircularRefused("LibreOffice没有生成PDF，请稍后再试，或用WPS另存为PDF") from error
