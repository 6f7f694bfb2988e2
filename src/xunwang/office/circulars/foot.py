"""Takes the imprint (版记) out of the text, to the foot of the last page, in a text box that Word, WPS and LibreOffice know."""

from typing import Any

from docx.oxml import parse_xml
from docx.shared import Mm, Pt

_WIDTH = Mm(156)
_LINE = Pt(30)
_BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"""


def put_at_foot(document: Any, count: int) -> None:
    """Moves the last `count` paragraphs into a box at the bottom of the page on which the paragraph before them stands."""
    if not count:
        return
    moved = document.paragraphs[-count:]
    anchor = document.paragraphs[-count - 1]
    run = parse_xml(_BOX.format(width=int(_WIDTH), height=int(_LINE) * count))
    content = next(node for node in run.iter() if node.tag.endswith("}txbxContent"))
    for paragraph in moved:
        content.append(paragraph._p)  # noqa: SLF001  # python-docx cannot move paragraphs
    anchor._p.append(run)  # noqa: SLF001
