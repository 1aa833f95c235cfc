"""What short lines of a letter or heading are worded like: dates and places, salutations, closings, names, heads.

Every function takes a line (or a whole short stretch) as text and says whether it reads so. The words are English with
the commonest German, French and Russian ones; they are conventions of letter writing, not of one archive. All patterns
run in linear time: no repetition inside a repetition over the same signs.
"""

from __future__ import annotations

import re

from lenin_tei.patterns import lazy

SHORT = 120  # characters: from here on a line is running text
MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun
    jul aug sep sept oct nov dec jany feby febr aprl augt septr octr novr decr januar februar märz mai juni juli
    oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre""".split()
)
# Further words a date may hold without saying anything else.
DATE_WORDS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mon tues wed thurs fri sat sun the of and to from
    between late early mid circa ca c beginning middle end spring summer autumn fall winter morning afternoon
    evening night noon o s n old new style st nd rd th d inst ult am pm""".split()
)
DATE_TOKEN = lazy(r"[^\W\d_]+|\d+|[^\w\s]")
DATE_SIGNS = frozenset("()[],.-–—/:;’'&")
YEAR = lazy(r"\b1[5-9]\d\d\b|\b20[0-2]\d\b")
NUMERIC_DATE = lazy(r"\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b")
# The month as a Roman numeral: "18. IV. 1919", "20/XII."
BRACKETS = str.maketrans("", "", "[]")
ROMAN_DATE = lazy(
    r"[(\[]?\d{1,2}(?:[./]\s?(?:IX|I?V|VI{1,3}|I{1,3}|XI{0,2})[./]?\s?(?:1[5-9]\d\d|\d\d)|/(?:IX|I?V|VI{1,3}|I{1,3}|XI{0,2}))"
    r"\.?[)\]]?"
)
CAPITAL = r"[^\W\d_a-zß-ÿ]"
PLACE = lazy(
    rf"{CAPITAL}[\w’'.-]*(?:[ ,]+(?:{CAPITAL}[\w’'.-]*|d[eu]|on|the|of|near|by|in|off|before|bei|am|an|der|sur"
    rf"|St\.?|\d{{1,4}}[a-z]?)){{0,4}}[,.:;]?"
)
# A town with its state cut short, as letters to American papers begin: "Springfield, Ill."
TOWN = lazy(
    rf"{CAPITAL}[\w’'-]+(?: {CAPITAL}[\w’'-]+){{0,2}}, (?:{CAPITAL}[a-z]{{1,4}}\.|{CAPITAL}\. ?{CAPITAL}\.)[,:]?"
)
# Patterns for lower-case text: what letters begin and end with.
SALUTATION = lazy(
    r"(?:to )?(?:the |my |our )?(?:(?:own |very |most )?(?:dear|dearest|esteemed|beloved|respected|honou?red|cher|chère"
    r"|liebe[rs]?|werte[rs]?|geehrte[rs]?)\b|comrades?\b|citizens?\b|sirs?\b|gentlemen\b|friends\b|fellow\b"
    r"|madam\b|brothers\b"
    r"|workers\b|lords?\b|reverend\b|worthy\b|honou?rable\b|(?:your|may it please your) (?:excellency|lordship"
    r"|grace|majesty"
    r"|royal highness|honou?r|worship)\b|(?:[\w.’'-]+ ){1,3}(?:dearest|darling)\b"
    r"|monsieur\b|messieurs\b|madame\b|mein(?:e)? \b)[^\n]{0,70}?[,:!.—–-]{1,3}"
)
# The same without a sign behind it: only the surest words.
BARE_SALUTATION = lazy(
    r"(?:my |our )?(?:own |very |most |ever )?(?:dear|dearest|darling|honou?red|beloved|respected|esteemed)"
    r"(?: [\w.’'-]+){1,6}|(?:dear )?(?:sirs?|madam|gentlemen|my lord)"
)
# Who is addressed without a sign behind it; only right under front matter or a date.
COMRADES = lazy(rf"Comrades? (?:{CAPITAL}[\w.’'-]*,? |and |& ){{0,6}}{CAPITAL}[\w’'-]+")
ADDRESSED = lazy(r"(?:To|TO|An|À) +(?:the +|THE +)?[A-ZÀ-Þ“\"][^\n]{1,75}[,:]|[Ee]ditor,?")
RUN_IN = lazy(
    r"(?:My )?(?:[Dd]ear|DEAR|[Dd]earest|Esteemed|Respected)\b[^\n.]{0,60}[,:!—–-]|(?:Sirs?|Gentlemen|Madam)[,:!]"
)
CLOSING = lazy(
    r"(?:and )?(?:your'?s?\b|yrs?\b|ever yours|as ever|fraternally\b|comradely\b|sincerely\b|faithfully\b"
    r"|respectfully\b"
    r"|cordially\b|affectionately\b|with (?:the |my |our |all |very |most |many |best |much |great |kind|warm|heart"
    r"|comrade|communist|socialist|revolutionary|social|fraternal|cordial|sincere|greet|love|respect|esteem|bolshevik"
    r"|friend|a (?:hearty |warm |cordial )?handshake)"
    r"|best (?:wishes|regards|greetings)|kind(?:est)? regards|greetings\b|all the best|long live\b"
    r"|(?:(?:i|we) )?(?:remain|am|are|have the honou?r to (?:be|remain)"
    r"|beg to remain|subscribe myself)\b[^.]{0,40}(?:yours?|yrs?|servants?|servt|friends?|brother|sister|son"
    r"|daughter|dear"
    r"|sirs?|gentlemen|madam|my lord)\b|(?:i|we) remain\b|i am,? (?:with|dear|sir|madam|my|your|ever|yours|always)\b"
    r"|(?:dear )?sir,? (?:your|yours)\b|from (?:your|yr)\b|(?:ever|always|thine?|affectly|affly|obediently)\b"
    r"|(?:pray )?believe me\b|god bless\b|adieu\b|farewell\b|good[- ]?(?:bye|night)\b|(?:most |very )?(?:truly"
    r"|sincerely"
    r"|affectionately|respectfully|faithfully|obediently)\b|i (?:press|shake|embrace|grip)\b|in haste\b|salut\b"
    r"|(?:much |lots of |heaps of |all my |best |fond |with )?love\b|hugs\b|kisses\b"
    r"|warm(?:est)? (?:greetings|regards)|(?:please )?accept,?(?: [\w ]{1,30},)?(?: the| my| our)? ?(?:renewed )?"
    r"(?:assurances?|expression)\b"
    r"|sincere(?:st)? (?:greetings|regards)|revolutionary greetings|communist greetings|mit (?:sozial|kommunist"
    r"|freund|best|herz)|ihr\b|dein\b)[^\n]{0,90}"
)
# A formula that goes on in the next line ("I have the honour to be,"), and lines it may go on with.
CLOSING_BEGUN = lazy(
    r"(?:and )?(?:(?:i|we) )?(?:remain|am|are|have the honou?r to (?:be|remain)|beg (?:leave )?to (?:be|remain"
    r"|subscribe)"
    r"|subscribe (?:my|our)sel(?:f|ves))\b[^.!?]{0,60},?"
)
CLOSING_GOES_ON = lazy(
    r"(?:(?:from|and|&|ever|as|in|with|your|the|a|my|most|very|ever|humble|obedient|affectionate|devoted"
    r"|sincere|faithful|loving"
    r"|true|old|obliged|grateful|dutiful|servants?|servt|friend|respectfully|sincerely|truly|faithfully|sir"
    r"|madam|gentlemen"
    r"|my lord|lordship[’']?s?|ladyship[’']?s?|great|respect|esteem|regard|of|to|be|father|mother|brother"
    r"|sister|son|daughter"
    r"|husband|wife|comrade|fellow|countryman|obedt|obt|humb|humbe|affecte|affect|yr|yrs)[.,]? ?){1,12}"
)
SIGNED = lazy(r"[(\[]?(?:[Ss]igned|SIGNED|[Ss]gd|[Ss]d)\b[.:,)\]]?")
OFFICES = frozenset(
    """secretary secretaries chairman chairmen president commissar committee council editor editors delegate
    delegates member members organiser organizer treasurer director bureau board league party union executive
    soviet branch conference representative representatives deputy minister general colonel captain manager
    section group author college commission staff office congress central""".split()
)
HOLDERS = frozenset(
    """secretary chairman president commissar editor delegate member organiser organizer treasurer director
    representative deputy minister general colonel captain manager author""".split()
)
SEVERAL = frozenset("secretaries chairmen editors delegates members representatives".split())
SMALL_WORD = r"(?:d[eu]|van|von|der|and|&|of|on|at|in|the|for|by|per|pro|to|from|und|et|y|i)"
NAME_WORD = rf"(?:{CAPITAL}[\w.’'-]*|{SMALL_WORD})"
NAMES = lazy(rf"[(\[“]?(?:by )?{NAME_WORD}(?:[ ,;:/()“”\"–—]+{NAME_WORD}){{0,11}}[.,:)\]”]*")
PERSON = lazy(
    rf"[(\[“]?(?:by )?(?:{CAPITAL}[a-z]{{0,3}}:|{CAPITAL}[\w’'-]*\.?)(?:-{CAPITAL}\.)?"
    rf"(?:(?:[ \u00a0]+|(?<=\.))(?:{CAPITAL}[\w’'-]*\.?|d[eu]|van|von|der"
    rf"|[(“\"]{CAPITAL}[\w.’' -]{{1,25}}[)”\"])){{0,6}}[.,)\]”]?",
)
INITIALS = lazy(r"[(\[]?(?:[A-ZÀ-Þ][a-z]?\.[ \u00a0-]?){2,4}[)\]]?")
# A title that says who writes to whom: "Karl Frey to Anna Holm, in Bergen, 3 May 1912".
BETWEEN = lazy(
    r"(?:[Ll]etter )?(?:[Ff]rom )?(?P<sender>[A-ZÀ-Þ][\w.’' -]{1,40}?) [Tt][Oo] (?P<addressee>[A-ZÀ-Þ][\w.’' -]{1,40}?)"
    r"(?:[,\s]+[Ii][Nn] (?P<place>[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?))?(?P<rest>\s?[,(].{4,40})?"
)
NO_SENDERS = frozenset(
    """letter reply answer answers greetings message telegram note appeal address report introduction preface postscript
    speech remarks contribution contributions foreword guide return back approach road letters""".split()
)
POSTSCRIPT = lazy(r"(?:P\.? ?){1,3}S\b\.?|Postscript\b|Nota bene\b|N\. ?B\.")
DIVISION = (
    r"(?:[Pp]art|[Cc]hapter|[Ss]ection|[Bb]ook|[Aa]ct|[Aa]nnex|[Aa]ppendix|[Aa]rticle|[Ll]ecture|[Ll]etter|[Vv]olume|§"
    r"|Kapitel|Chapitre)"
)
COUNT = r"(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve)"
NUMBERING = lazy(
    rf"(?:(?:{DIVISION}|PART|CHAPTER|SECTION|BOOK|ANNEX|APPENDIX|ARTICLE)\s+(?:[IVXLC]{{1,7}}|\d{{1,3}}|[A-Z]"
    rf"|[A-Z]{{3,6}}|{COUNT})\b"
    r"|[IVXLCivxlc]{1,7}(?=[.):]|\s|$)|\d{1,3}(?=[.):]|\s|$)|[A-Za-z](?=[.)]))[.):]?\s*"
)
NUMERAL_ONLY = lazy(r"[(\[]?(?:[IVXLC]{1,7}|\d{1,3}|[A-Z])[)\].]?")
ENDS_SENTENCE = (".", ":", ";", ",", "!", "?", "…")
QUOTE_SIGNS = "\"“”‘’'«»„‟)]"


ABBREVIATION = lazy(r"(?:\b(?:Co|Jr|Sr|etc|Inc|Ltd|Bros|No|Dr|Mr|St)|\b[A-Z](?:\. ?[A-Z])*)\.$")
SENTENCES = lazy(r"[a-zß-ÿ]{3,}[.!?]”? +[A-ZÀ-Þ“]")


TITLE_WORD = lazy(r"[^\W\d_][\w’'-]*")
OFFICE_WORD = lazy("[a-z]+")


def last_sign(text: str) -> str:
    """Return the last sign before closing quotation marks and brackets; the stop of an abbreviation is none."""
    text = text.rstrip(QUOTE_SIGNS + " \u00a0")
    if text[-1:] in "–—" and text:
        return ":"  # a sentence that breaks off before what it announces
    return text[-2:-1] if text.endswith(".") and ABBREVIATION.search(text[-12:]) else text[-1:]


def opens_with_salutation(text: str) -> bool:
    """Whether running text begins by addressing somebody ("Dear Sir, – I am …")."""
    text = text.lstrip("“\"‘'«„")
    return RUN_IN.match(text) is not None or is_salutation(text[:90].split("\n")[0])


def is_dated(text: str) -> bool:
    """Whether the text names a month or a year."""
    low = text.lower()
    if YEAR.search(low) or NUMERIC_DATE.search(low) or ("/" in text and ROMAN_DATE.search(text)):
        return True
    return not MONTHS.isdisjoint(DATE_TOKEN.findall(low))


def is_date(text: str) -> bool:
    """Whether the text is a date and nothing else, with or without brackets."""
    if len(text) >= 70:
        return False
    if ROMAN_DATE.fullmatch(text.strip()):
        return True
    tokens = DATE_TOKEN.findall(text.lower())
    numbers = [token for token in tokens if token.isdigit()]
    if not numbers or any(not is_date_number(number) for number in numbers):
        return False
    words = [token for token in tokens if token.isalpha()]
    if any(word not in MONTHS and word not in DATE_WORDS for word in words):
        return False
    named = any(word in MONTHS for word in words) or any(len(number) == 4 for number in numbers)
    return named and all(token in DATE_SIGNS or token.isalnum() for token in tokens) and is_month_used(text, words)


def is_date_number(number: str) -> bool:
    """Whether a number is a day, a year, or the last two digits of one."""
    return (len(number) == 4 and 1500 <= int(number) <= 2029) or len(number) <= 2


def is_month_used(text: str, words: list[str]) -> bool:
    """Whether "may" and "march" are months here: written with a capital."""
    return not ({"may", "march", "mars"} & set(words)) or any(
        word in text for word in ("May", "MAY", "March", "MARCH", "Mars")
    )


def is_dateline(text: str) -> bool:
    """Whether the text is a date with at most a place before or after it; before a mere year one word or a comma."""
    if "[" in text or "]" in text:
        text = text.translate(BRACKETS)
    text = text.strip()
    if len(text) > 90 or not any(map(str.isdigit, text)) or not is_dated(text) or text[:3].lower() == "to ":
        return False
    if is_date(text):
        return True
    for i in (i for i, c in enumerate(text) if c in ",;. \u00a0\n"):
        before, after = text[:i].strip(" ,;.\u00a0\n"), text[i + 1 :].strip(" ,;\u00a0\n")
        if len(after) == 4 and text[i] in " \u00a0" and len(before.split()) > 1 and text[i - 1] not in ",;.":
            continue  # "Anna Holm 1919", "Works 1902" are titles
        if (is_date(after) and is_place(before)) or (is_date(before) and is_place(after)):
            return True
    return False


def is_place(text: str) -> bool:
    """Whether the text may be the place of a date line, with a street and without a date of its own."""
    return PLACE.fullmatch(text) is not None and not is_dated(text)


def is_salutation(text: str) -> bool:
    """Whether the text addresses somebody and does nothing else."""
    if len(text) >= 90:
        return False
    low = text.lower()
    if SALUTATION.fullmatch(low) or ADDRESSED.fullmatch(text):
        return True
    return len(text) < 50 and BARE_SALUTATION.fullmatch(low.strip()) is not None


def goes_on_closing(text: str) -> bool:
    """Whether a line only goes on with a formula ("Sir,", "humble servant,")."""
    return len(text) < 80 and CLOSING_GOES_ON.fullmatch(text.lower().strip(" ,.")) is not None


def is_closing(text: str) -> bool:
    """Whether the text is a closing formula ("Yours fraternally,")."""
    return len(text) < 100 and CLOSING.fullmatch(text.lower()) is not None


def has_office(text: str) -> bool:
    """Whether the text names an office or a body."""
    return not OFFICES.isdisjoint(OFFICE_WORD.findall(text.lower()))


def office_kind(text: str) -> str:
    """Return what the first office or body in a text is: "person", "group" (several persons) or "org"; "" for none."""
    word = next((word for word in re.findall(r"[a-z]+", text.lower()) if word in OFFICES), "")
    return "person" if word in HOLDERS else "group" if word in SEVERAL else "org" if word else ""


def is_person(text: str) -> bool:
    """Whether the text may be a person's name as one signs: at most five words, all capitalised."""
    return 1 < len(text) < 60 and PERSON.fullmatch(text.strip()) is not None


def between_names(title: str) -> re.Match[str] | None:
    """Return who writes to whom by the title of a letter ("Karl Frey to Anna Holm"), None for any other title."""
    found = BETWEEN.fullmatch(title)
    if not found or not (is_person(found["sender"]) and is_person(found["addressee"])):
        return None
    if found["rest"] and not is_date(found["rest"].strip("() ,\n")):
        return None
    return None if NO_SENDERS.intersection(found["sender"].lower().split()) else found


def is_titled(text: str) -> bool:
    """Whether the longer words of the text begin with a capital, as in a heading."""
    words = [word for word in TITLE_WORD.findall(text) if len(word) > 4]
    return bool(words) and all(word[0].isupper() for word in words)
