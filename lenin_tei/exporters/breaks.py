"""Which TEI elements stand apart in a plain text, and how far: a table, no code.

`BREAKS` is the break around an element in running text; `CONTAINERS` the break that an element puts around each of its
children, and white space between those is layout of the XML file only.
"""

from __future__ import annotations

from lenin_tei.exporters.layout import BLANK, LINE, NONE, PARAGRAPH
from lenin_tei.exporters.tree import words

BREAKS = {
    **dict.fromkeys(words("ab argument epigraph floatingText head lg p postscript titlePage trailer"), PARAGRAPH),
    **dict.fromkeys(
        words(
            "addrLine address byline castItem castList closer dateline docImprint docTitle eg entry entryFree figure "
            "item l line list listBibl listWit opener row salute signed sp speaker table titlePart witness zone"
        ),
        LINE,
    ),
}
CONTAINERS = {
    **dict.fromkeys(
        words(
            "TEI argument back body div div1 div2 div3 div4 div5 div6 div7 epigraph floatingText front group "
            "performance postscript prologue surface surfaceGrp text titlePage"
        ),
        PARAGRAPH,
    ),
    **dict.fromkeys(
        words(
            "castGroup castList docTitle figure lg list listBibl listEvent listOrg listPerson listPlace listWit sp "
            "table"
        ),
        LINE,
    ),
    **dict.fromkeys(
        words(
            "analytic biblStruct dictScrap entry etym form gramGrp hom imprint monogr msContents msDesc msIdentifier "
            "msItem objectDesc physDesc re sense series superEntry supportDesc"
        ),
        BLANK,
    ),
    **dict.fromkeys(words("app choice rdgGrp row subst"), NONE),
}
# One line each, whatever holds them.
LINES = words("addrLine l row")
# Points in the text, which no container sets apart.
PLACELESS = words("anchor cb gap gb lb milestone note pb ptr space")
# Not text.
NEVER = words("binaryObject facsimile fsdDecl index standOff teiHeader xenoData")
# What may stand before the literal front matter.
TITLE_BLOCK = words("byline docAuthor docDate docEdition docImprint docTitle head titlePart")
SECTIONS = words("body div front text titlePage")
