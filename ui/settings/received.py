"""What mail programs, messengers and learning platforms do to a link on its way, undone.

They add parameters of their own by which they count clicks, and some write each ``&`` as ``&amp;``, so that a
parameter arrives under the name ``amp;depth``, or behind the value before it.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

_ADDED = re.compile(
    r"utm_.*|(fb|g|d|y|tt|tw)clid|msclkid|gclsrc|gbraid|wbraid|_gl|_gac?(_.*)?|igshid?|li_fat_id"
    r"|mc_[ce]id|mkt_tok|_hs(enc|mi)|hsctatracking|s_kwcid|epik|srsltid|oly_(anon|enc)_id|vero_id|trk.*|ref_(src|url)"
    r"|forceview|lti_.*",
    re.IGNORECASE,
)
"""Names of parameters that others add: of advertisers, mail programs and messengers, of Moodle and other platforms."""

_ESCAPED = re.compile(r"(?:amp;|#38;)+", re.IGNORECASE)

_MOST = 100
"""Parameters that one value may hide behind ``&amp;``."""


def as_written(params: Mapping[str, str]) -> dict[str, str]:
    """The parameters of a link as they were written, in their order.

    Parameters
    ----------
    params : mapping of str to str
        As the browser gives them.

    Returns
    -------
    dict of str to str
        Without what others have added. Where a name came both whole and behind ``&amp;``, the whole one counts.
    """
    whole, behind = dict[str, str](), dict[str, str]()
    for name, text in params.items():
        plain = _ESCAPED.match(name)
        value, *more = re.split(r"&(?=amp;|#38;)", text, flags=re.IGNORECASE)
        (behind if plain else whole)[name[plain.end() :] if plain else name] = value
        for part in more[:_MOST]:
            behind |= dict(parse_qsl(_ESCAPED.sub("", part, count=1), keep_blank_values=True))
    kept = behind | whole
    order = [_ESCAPED.sub("", name, count=1) if _ESCAPED.match(name) else name for name in params]
    return {name: kept[name] for name in dict.fromkeys([*order, *kept]) if not _ADDED.fullmatch(name)}
