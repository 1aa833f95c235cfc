"""What short lines of a letter or heading are worded like: dates and places, salutations, closings, names, heads.

Every function takes a line (or a whole short stretch) as text and says whether it reads so. The words are English with
the commonest German, French and Russian ones; they are conventions of letter writing, not of one archive. All patterns
run in linear time: no repetition inside a repetition over the same signs.
"""

from __future__ import annotations

import re

SHORT = 120  # characters: from here on a line is running text
MONTH = (
    r"(?:Jan(?:uary|y)?|Feb(?:ruary|y|r)?|Mar(?:ch)?|Apr(?:il|l)?|May|June?|July?|Aug(?:ust|t)?|Sept?(?:ember|r)?"
    r"|Oct(?:ober|r)?|Nov(?:ember|r)?|Dec(?:ember|r)?|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|janvier|février|mars|avril|juin"
    r"|juillet|août|septembre|octobre|novembre|décembre)\.?"
)
DATED = re.compile(
    rf"\b{MONTH}(?=\W|\d|$)|\b1[5-9]\d\d\b|\b20[0-2]\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d{{2}})\b"
)
DAY = r"\d{1,2}(?:st|nd|rd|th|d)?"
DATE_ONLY = re.compile(
    rf"[(\[]?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? +)?(?:the +)?(?:Late +|Early +|Mid-?|Circa +|c\. *)?"
    rf"(?:{DAY}(?: *[-–—/&] *{DAY})?(?: *\({DAY}\))?[ ,.]*(?:of +)?{MONTH}|{MONTH}"
    rf"(?: *{DAY}(?: *[-–—/&] *{DAY})?(?: *\([^()]{{1,25}}\))?)?|(?:Spring|Summer|Autumn|Fall|Winter))?"
    rf"(?: *[-–—/] *{MONTH})?(?: *{DAY}\b(?: *\([^()]{{1,25}}\))?)?"
    rf"[ ,.]*(?:1[5-9]\d\d|20[0-2]\d|’\d\d|'\d\d)?(?: *[-–—/] *(?:1[5-9]\d\d|\d\d))?"
    rf"(?: *\((?:[^()]{{1,30}})\))?[ ,.]*(?:1[5-9]\d\d|20[0-2]\d)?[\])]?[.,:]?",
    re.IGNORECASE,
)
CAPITAL = r"[^\W\d_a-zß-ÿ]"
PLACE = re.compile(rf"{CAPITAL}[\w’'.-]*(?:[ ,]+(?:{CAPITAL}[\w’'.-]*|d[eu]|on|the|of|am|an|der|sur|St\.?|\d{{1,4}}[a-z]?)){{0,4}}[,.:;]?")
SALUTATION = re.compile(
    r"(?:(?:to )?(?:the |my |our )?(?:(?:very |most )?(?:dear|dearest|esteemed|beloved|respected|honou?red|cher|chère"
    r"|liebe[rs]?|werte[rs]?|geehrte[rs]?)\b|comrades?\b|citizens?\b|sirs?\b|gentlemen\b|friends\b|fellow\b|madam\b"
    r"|brothers\b|workers\b)[^\n]{0,70}?[,:!.—–-]{1,3})",
    re.IGNORECASE,
)
# The same without a sign behind it: only the surest words.
BARE_SALUTATION = re.compile(
    r"(?:my |our )?(?:own |very |most |ever )?(?:dear|dearest|darling|honou?red|beloved|respected|esteemed)(?:est)?(?: [\w.’'-]+){1,6}|(?:dear )?(?:sirs?|madam|gentlemen)",
    re.IGNORECASE,
)
ADDRESSED = re.compile(r"(?:To|TO|An|À) +(?:the +|THE +)?[A-ZÀ-Þ“\"][^\n]{1,75}[,:]|[Ee]ditor,?")
RUN_IN = re.compile(r"(?:My )?(?:[Dd]ear|DEAR|[Dd]earest|Esteemed|Respected)\b[^\n.]{0,60}[,:!—–-]|(?:Sirs?|Gentlemen|Madam)[,:!]")
CLOSING = re.compile(
    r"(?:and )?(?:yours?\b|ever yours|as ever|fraternally\b|comradely\b|sincerely\b|faithfully\b|respectfully\b|cordially\b"
    r"|affectionately\b|with (?:the |my |our |all |very |most |many |best |kind|warm|heart|comrade|communist|socialist"
    r"|revolutionary|social|fraternal|cordial|sincere|greet|love|bolshevik|friend)|best (?:wishes|regards|greetings)|kind(?:est)? regards|greetings\b"
    r"|all the best|long live\b|(?:and )?(?:i )?(?:remain|am|have the honou?r to be|have the honou?r to remain|beg to remain|subscribe myself)\b[^.]{0,40}(?:yours?|servant|friend|brother|sister|son|daughter|dear|sirs?|gentlemen|madam)\b|i remain\b|i am,? (?:with|dear|sir|madam|my|your|ever|yours|always)\b|(?:dear )?sir,? (?:your|yours)\b|believe me\b|god bless\b|adieu\b|farewell\b|most (?:truly|sincerely|affectionately|respectfully|faithfully)\b|(?:very )?(?:truly|sincerely|affectionately|faithfully|respectfully) yours\b|i (?:press|shake|embrace|grip)\b|in haste\b|salut\b|love\b|warm(?:est)? (?:greetings|regards)"
    r"|sincere(?:st)? (?:greetings|regards)|revolutionary greetings|communist greetings|mit (?:sozial|kommunist|freund|best|herz)|ihr\b|dein\b)[^\n]{0,90}",
    re.IGNORECASE,
)
SIGNED = re.compile(r"[(\[]?(?:signed|sgd|sd)\b[.:,)\]]?", re.IGNORECASE)
OFFICE = re.compile(
    r"\b(?:secretar(?:y|ies)|chairman|chairmen|president|commissar|committee|council|editor|editors|delegates?|member|members"
    r"|organi[sz]er|treasurer|director|bureau|board|league|party|union|executive|soviet|branch|conference|representatives?"
    r"|deputy|minister|general|colonel|captain|manager|section|group|author|college|commission|staff|office|congress|central)\b",
    re.IGNORECASE,
)
SMALL_WORD = r"(?:d[eu]|van|von|der|and|&|of|on|at|in|the|for|by|per|pro|to|from|und|et|y|i)"
NAME_WORD = rf"(?:{CAPITAL}[\w.’'-]*|{SMALL_WORD})"
NAMES = re.compile(rf"[(\[“]?(?:by )?{NAME_WORD}(?:[ ,.;:/()“”\"–—-]+{NAME_WORD}){{0,11}}[.,:)\]”]*")
PERSON = re.compile(
    rf"[(\[“]?(?:by )?(?:{CAPITAL}[\w’'-]*\.?(?:-{CAPITAL}\.)?|(?:{CAPITAL}\.){{1,4}})(?:[ \u00a0]*(?:{CAPITAL}[\w’'-]*\.?|(?:{CAPITAL}\.){{1,4}}"
    rf"|d[eu]|van|von|der|[(“\"]{CAPITAL}[\w.’' -]{{1,25}}[)”\"])){{0,4}}[.,)\]”]?",
)
POSTSCRIPT = re.compile(r"(?:P\.? ?){1,3}S\b\.?|Postscript\b|Nota bene\b|N\. ?B\.")
NUMBERING = re.compile(
    r"(?:(?:Part|Chapter|Section|Book|Act|Annex|Appendix|Article|Lecture|Letter|Volume|§|Kapitel|Chapitre)\s+"
    r"(?:[IVXLC]{1,7}|\d{1,3}|[A-Z]|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Thirteen|Fourteen|Fifteen|Sixteen|Seventeen|Eighteen|Nineteen|Twenty)\b"
    r"|[IVXLC]{1,7}(?=[.):]|\s|$)|\d{1,3}(?=[.):]|\s|$)|[A-Z](?=[.)]))[.):]?\s*",
    re.IGNORECASE,
)
NUMERAL_ONLY = re.compile(r"[(\[]?(?:[IVXLC]{1,7}|\d{1,3}|[A-Z])[)\].]?")
ENDS_SENTENCE = (".", ":", ";", ",", "!", "?", "…")
QUOTE_SIGNS = "\"“”‘’'«»„‟)]"


ABBREVIATION = re.compile(r"(?:\b(?:Co|Jr|Sr|etc|Inc|Ltd|Bros|No|Dr|Mr|St)|\b[A-Z](?:\. ?[A-Z])*)\.$")
SENTENCES = re.compile(r"[a-zß-ÿ]{3,}[.!?]”? +[A-ZÀ-Þ“]")


def last_sign(text: str) -> str:
    """Return the last sign before closing quotation marks and brackets; the stop of an abbreviation is none."""
    text = text.rstrip(QUOTE_SIGNS + " \u00a0")
    return text[-2:-1] if text.endswith(".") and ABBREVIATION.search(text[-12:]) else text[-1:]


def opens_with_salutation(text: str) -> bool:
    """Whether running text begins by addressing somebody ("Dear Sir, – I am …")."""
    return RUN_IN.match(text) is not None or is_salutation(text.split("\n")[0])


def is_date(text: str) -> bool:
    """Whether the text is a date and nothing else, with or without brackets."""
    return len(text) < 70 and any(c.isdigit() for c in text) and DATE_ONLY.fullmatch(text.strip()) is not None and DATED.search(text) is not None


def is_dateline(text: str) -> bool:
    """Whether the text is a date with at most a place before or after it."""
    text = text.strip()
    if len(text) > 90 or DATED.search(text) is None or not any(c.isdigit() for c in text):
        return False
    if is_date(text):
        return True
    for i in (i for i, c in enumerate(text) if c in ",;. \u00a0\n"):
        before, after = text[:i].strip(" ,;.\u00a0\n"), text[i + 1 :].strip(" ,;\u00a0\n")
        if (is_date(after) and PLACE.fullmatch(before)) or (is_date(before) and PLACE.fullmatch(after)):
            return True
    return False


def is_salutation(text: str) -> bool:
    """Whether the text addresses somebody and does nothing else."""
    if len(text) >= 90:
        return False
    return any(pattern.fullmatch(text) for pattern in (SALUTATION, ADDRESSED)) or (
        len(text) < 50 and BARE_SALUTATION.fullmatch(text.strip()) is not None
    )


def is_closing(text: str) -> bool:
    """Whether the text is a closing formula ("Yours fraternally,")."""
    return len(text) < 100 and CLOSING.fullmatch(text) is not None


def is_person(text: str) -> bool:
    """Whether the text may be a person's name as one signs: at most five words, all capitalised."""
    return 1 < len(text) < 60 and PERSON.fullmatch(text.strip()) is not None


def is_titled(text: str) -> bool:
    """Whether the longer words of the text begin with a capital, as in a heading."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if len(word) > 4]
    return bool(words) and all(word[0].isupper() for word in words)
