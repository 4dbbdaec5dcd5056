"""Pictures of signatures and seals: they float over the room for the hand, moving no text."""

from __future__ import annotations

EMU_PER_POINT = 12_700
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def floating(
    relationship: str,
    *,
    name: str,
    number: int,
    place: tuple[float, float],
    size: tuple[float, float],
) -> str:
    """Return a run whose picture stands ``place`` points right of and below its paragraph's edge.

    ``number`` is unique in the file and orders what overlaps, higher ones in front.
    """
    x, y = (round(length * EMU_PER_POINT) for length in place)
    width, height = (round(length * EMU_PER_POINT) for length in size)
    blip = f'<a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch>'
    shape = (
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )
    drawn = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/>'
        f"</pic:nvPicPr><pic:blipFill>{blip}</pic:blipFill><pic:spPr>{shape}</pic:spPr></pic:pic>"
    )
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        f' relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapNone/><wp:docPr id="{number}" name="{name}" descr="{name}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_PICTURE}">{drawn}'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )
