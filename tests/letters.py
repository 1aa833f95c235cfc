"""Three letters we wrote, as TEI: what the tests of sites make an edition of."""

from __future__ import annotations

PERSONS = """<listPerson>
<person xml:id="person-orlova"><persName type="main">Vera Orlova</persName><persName type="sort">Orlova, Vera</persName>
<birth when="1880"/><death when="1951"/><idno type="wikidata">Q0</idno></person>
<person xml:id="person-berg"><persName type="main">Jonas Berg</persName>
<persName type="sort">Berg, Jonas</persName></person>
</listPerson>"""
PLACES = """<listPlace>
<place xml:id="place-tallinn"><placeName>Tallinn</placeName><location><geo>59.437 24.7536</geo></location></place>
</listPlace>"""


def letter(number: int, title: str, date: str, body: str, *, published: str = "") -> bytes:
    """Return a letter of Vera Orlova."""
    issued = f'<date when="{published}"/>' if published else ""
    return f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter-{number}" xml:lang="en"><teiHeader><fileDesc>
<titleStmt><title>{title}</title><author><persName ref="#person-orlova">Vera Orlova</persName></author></titleStmt>
<publicationStmt><publisher>Harbour Archive</publisher>{issued}</publicationStmt>
<sourceDesc><bibl>Box 3</bibl></sourceDesc></fileDesc>
<profileDesc><creation><date when="{date}"/></creation></profileDesc></teiHeader>
<standOff>{PERSONS}{PLACES}</standOff>
<text><body><div type="letter"><head>{title}</head>{body}</div></body></text></TEI>""".encode()


BERG = '<persName ref="#person-berg">Jonas</persName>'
LETTERS = {
    "one.xml": letter(
        1,
        "The ice has gone",
        "1911-04-02",
        f'<p xml:id="p1">Dear {BERG}, the ice has gone from the <placeName ref="#place-tallinn">Tallinn</placeName> '
        'roads<note n="1">Said in each letter of April.</note> and the steamers are whistling.</p>',
        published="2024-05-01",
    ),
    "two.xml": letter(
        2,
        "About the lighthouse",
        "1911-03-01",
        f'<p xml:id="p1">The keeper of the lighthouse asks for lamp oil; {BERG} should write to him before Easter.</p>',
    ),
    "three.xml": letter(
        3,
        "From Tallinn, in haste",
        "1912-06-30",
        '<p xml:id="p1">A naïve question: who pays the pilots of '
        '<placeName ref="#place-tallinn">Reval</placeName>? I ask <rs ref="#person-berg">you</rs>.</p>',
    ),
}
