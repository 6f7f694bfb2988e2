"""Files that people take away, under names that they can read."""

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from xunwang.office.uploads import place_of


def named(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    """The answer as a file of that name, which may be Chinese."""
    header = content_disposition_header(as_attachment=True, filename=name)
    assert header is not None
    answer["Content-Disposition"] = header
    return answer


def download(path: str, name: str) -> FileResponse:
    """What somebody handed in, as it came in: always a download, under a type that no browser runs. Raises Http404."""
    place = place_of(path)
    if place is None:
        raise Http404
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
