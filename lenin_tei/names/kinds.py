"""Words by which unknown names show what they name: heads of organisations, events and places, and cues. Data."""

from __future__ import annotations

from lenin_tei.names.spelling import fold


def _keys(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The last word of the name of an organisation: "Marconi Committee", "Great Northern Railway".
ORG_HEADS = _keys("""
    academy alliance assembly association bank board books brotherhood bundesrat bureau cartel club commissariat
    commission committee company confederation corporation council directorate federation foundation fund guild
    institute institution international league legion library ministry museum opposition parliament party praesidium
    presidium press publishers railway secretariat seim society soviet syndicate tendency trust union university
""")
# Modifiers that make no name of such a head: every country and every party has a "Central Committee".
GENERIC = _keys("""
    action administrative advisory annual board branch central city company constituent county co-operative
    cooperative coordinating district elected election emergency executive extraordinary factory first investigation
    joint labor labour local main mass military minister municipal national new old open organising organizing our
    party people permanent political popular press preparatory present provincial provisional public regional relief
    revolutionary rural second section select shop special standing state steering strike sub supreme temporary the
    third town trade trades union urban village ward whole women workers world youth president secretary chairman
    member members stalinist trotskyist bourgeois fascist leninist marxist proletarian early late whose united
""")
# Heads that "of X" makes a name without any word before them: "Bank of England", "Ministry of Finance".
WITH_OF = _keys("""
    academy alliance association bank brotherhood commissariat confederation federation institute league library
    ministry museum society union university
""")
# The last word of the name of an event. These need an ordinal, a place, a people or a month before them …
EVENT_HEADS = _keys("""
    congress conference convention plenum war revolution uprising rebellion revolt insurrection putsch massacre
    mutiny plan treaty pact action
""")
# … but a congress or a conference may have any name.
FREE_EVENT_HEADS = _keys("congress conference convention")
ORDINALS = _keys("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
""")
MONTHS = _keys("january february march april may june july august september october november december")
# Heads that take "of X": "Treaty of Gulistan", "Battle of Stalingrad", "Revolution of 1848".
EVENTS_OF = {"treati": "treaty", "peace": "treaty", "battle": "event", "siege": "event", "congress": "event",
             "revolution": "event", "uprising": "event", "reform": "event", "reforms": "event"}  # fmt: skip
# The last word of the name of a place: "Maiden Lane", "Festival Hall".
PLACE_HEADS = _keys("""
    avenue barracks bridge cathedral county embankment fortress gardens gubernia hall hotel island islands lane
    mansion mansions mountain mountains palace park peninsula prison prospekt province quay river road square
    station street theatre uyezd valley volost
""")
# Heads that stand before the name of a place, "Boulevard Anspach", and of an organisation, "Radio Magallanes".
PLACES_FIRST = _keys("boulevard cape fort gare lake mount quai rue")
ORGS_FIRST = _keys("editions librairie partido radio")
# What parts a country: "West Germany", "Northern Norland"; small words inside a town's name: "Rostov-on-Don".
PARTS_OF_COUNTRIES = _words("""
    Central East Eastern Greater Inner Lower Middle North Northern Outer South Southern Upper West Western
""")
TOWN_JOINTS = _words("am de del on sur upon")
NUMERALS = _keys("three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty")
# Words with a small letter before the name of a place: "the village of Alakayevka", "the town of Mors".
PLACES_OF = _words("city county district gubernia island port province region river suburb town township uyezd village")
PLACE_CUES = _words("in at near")
WEAK_PLACE_CUES = _words("from to through via outside around reached")
# Verbs after a lone name that show a person.
SPEECH = _words("""
    accepted admits admitted advised agreed agrees answered answers argued argues asked asks asserted asserts
    assures attacked became began believed believes claimed claims concluded concludes confessed confirms
    considered considers continued continues cried criticised criticises declared declares defended denied
    denies described describes died discovered emphasised exclaimed exclaims explained explains expressed
    forgets forgot gave gives got had has himself holds imagines insisted insists intended joined knew knows
    laughed leaned learned learnt likes made maintains married mentions met objected objects observed observes
    opposed pointed proposed proposes proved proves quoted quotes read realised recalls recommended referred
    refers refused regarded regards rejected remarked remarks remembers replied replies reported resigned
    returned said saw says sees sent showed shows smiled speaks spoke stated states stood stressed succeeded
    suggested suggests supported talked talks tells testified testifies thinks told took traces tried
    understands understood urged used voted wanted wants warned went wishes writes wrote
""")
# Titles with a capital that stand before a surname; unlike "Mr." they also stand before other words.
OFFICES = _keys("""
    admiral ambassador archbishop bishop cardinal commissar congressman emperor general governor judge justice king
    marshal mayor pope premier president prince princess prof professor queen senator sergeant sultan tsar
""")
# The same with a small letter.
SMALL_TITLES = _words("""
    accountant agent anarchist assassin author baker barrister bishop carpenter chairman citizen colleague comrade
    comrades composer correspondent critic delegate deputy dramatist economist editor engineer engraver fitter friend
    general historian ironfounder journalist lawyer leader metalworker miner minister named novelist official painter
    philosopher physicist poet printer professor representative scholar secretary senator socialist sociologist
    stockbroker student tailor teacher theorist weaver witness writer
""")
# What stands before the title of a periodical.
PERIODICALS = _words("newspaper newspapers journal paper magazine weekly daily periodical organ fortnightly monthly")
# What stands before the quoted title of a work.
WORKS = _words("""
    appeal article articles book books brochure chapter decree decrees entitled essay leaflet letter manifesto novel
    pamphlet play poem report resolution review section speech story theses titled
""")
# Those of them that are a part of a book or a periodical.
PIECES = _words("""
    appeal article articles chapter decree decrees essay leaflet letter manifesto poem report resolution review section
    speech story theses
""")
# What stands before the number of an issue, and what is done in periodicals: "published in the Evening Star".
ISSUES = _words("No Nos no nos № Number Nr")
PRINTED = _words("""
    appeared appearing appears article articles cited editorial letter letters printed published quoted reported
    reprinted serialised writes writing written wrote
""")
# Before quotation marks these show that a word or a body is named, and no title.
CALLED = _words("""
    a an any called calls every known made my name named no of our slogan slogans so-called some such term that
    the their these this those termed your
""")
# Endings of words that name peoples, followers and doctrines, which are no names of persons or places.
PEOPLES = (
    "ism", "isms", "ist", "ists", "ite", "ites", "ians", "eans", "ans", "ese", "ish", "men", "ization",
    "isation", "ings", "ness", "ation", "ations", "ment", "ments", "hood", "ship", "ology",
)  # fmt: skip
# Endings of surnames, Slavic, German, Georgian, and of towns that were founded with such names; longer ones first.
SURNAME_ENDINGS = (
    "ov", "ova", "ev", "eva", "off", "eff", "sky", "skii", "ski", "skaya", "ovich", "evich", "vicz", "wicz", "witz",
    "enko", "chuk", "dze", "shvili", "mann", "stein", "baum", "blum", "kin", "insky", "ovsky", "tsin", "nin", "lin",
    "sson", "quist",
)  # fmt: skip
TOWN_ENDINGS = ("grad", "gorod", "sk", "burg", "skoye", "skoe", "ville", "stadt", "shire", "abad", "pol")
# Abbreviations that name no organisation.
NO_ORGANISATIONS = _words("""
    a.d a.m b.c c.f c.w c.o.d d.c e.c e.g e.t.c h.m h.q i.e i.o.u k.g l.i.a l.p m.a m.d m.e m.i.a m.p m.p.s m.s n.b
    n.s n.y o.s p.a p.h.d p.m p.o p.p p.s p.p.s q.e.d q.v s.o.s t.n.t t.v u.k u.n u.s v.i.p w.c e.c.1 vs no nos html
    pdf abc gdp gnp tv mp mps ussr usa uk us un ok ad bc am pm id isbn issn vat aids dna rna ufo csu nep cw mecw lcw
    ch vol fn nb ps pps sos tnt vip ceo iq cd dvd url www http epub etext xml ascii
""")
# Forenames of the period and of ours, by which an unknown person shows: "Nye Bevan". Beside FORENAMES these may well be
# surnames too, so alone they prove nothing.
MORE_FORENAMES = _keys("""
    abel abigail abraham adele adrian agatha agnes ahmed aileen aimé al alan alastair albin alec aleck alessandro
    alfonso alfredo ali alice alison allan allen aloys alphonse alvin amadeo amédée amelia amy anastasia anatole
    andreas andy angela angelica angelo angus anita ann annabel annette annie antoine antoinette antonia archibald
    aristide armand arno aron art artemi arturo asa august augustin aurelia avel axel barbara barry bartolomeo basil
    beatrice beatrix benedict benito benjamin benny bernadette bernie bert berta bertha bertold bertram bertrand
    beryl bill billy bob bobby bogdan boleslaw brenda brendan brian bridget brigitte bronislaw bruce bryan burt
    caesar calvin carlo carlos carlotta carmen carol carola caroline carrie catherine cathy cecil cecilia celia
    cesar charlotte chris christina christine christopher clarence claudia clement clementine cliff clifford clive
    colin conrad constance cora cornelius cyril daisy daphne darius dave deborah deirdre denis dennis derek desmond
    diana dick diego dieter dimitrios dolores dominic dominique don donald dora doreen doris dorothea dorothy doug
    douglas duncan dwight ed eddie edgar edgardo edith edmond edmund edna eduardo edvard edwin eileen eleonora elena
    eli elias elijah elisabeth elise elisha eliza ella elsa elsie elvira emanuel emelyan emiliano emily emmanuel
    emmeline enrico enrique eric erica erich erik ernestine ernesto ervin esther ethel etienne eugenia eugenio eva
    evelyn ewald ezra fanny fenner fidel filippo fiona florian floyd franca frances francesco francisco franklin
    frantisek freda freddie frederic friederike friedel gabriel gabrielle gareth gary gavin geoff geoffrey geraldine
    gerard gerda gerry gertrude giacinto gilbert giles gina gino giorgio giulio gladys glen glenn gloria godfrey
    gottfried graham greta gunther gus gustaf gustave guido gwen gyorgy hal hannah hanna hannes hans-peter harriet
    harrison hazel hector heidi heinz helga henk henrietta henriette henryk herbert hilary hilda hippolyte ho hollis
    homer horace horst howard hubert hugh hugo humphrey ian ida ignatius ignaz igor ilse ilya imre inge ingrid ira
    iris irene irina irving isabel isabella isidore isidor istvan ivar ivor jackie jaime jaroslav jason jasper
    jeanette jeanne jeff jeffrey jennie jennifer jeremiah jeremy jerome jerry jessica jessie jill jimmy joan joanna
    joaquin joaquim jock joel johanna johannes jon jonas jonathan jorge josef josephine josh joshua josiah josip
    joyce juana juanita jud judith jules julia julien juliet julio jürgen kamil karin karol kate katherine kathleen
    katrin kay keith ken kenneth kevin kirill kit konrad konstantin kurt lajos lancelot lars laurence laurent
    lavinia lawrence leah leander lena lenny leo leonard leonardo leonie leonora leroy lesley leslie lester levi
    lewis liam lilian lillian linda lionel lisa livia liz lloyd lola lorenzo loretta lothar lottie lou louisa luc
    luca lucas lucia luciano lucy luigia luis luisa luise lukas luke luther lydia lynn mabel madeleine madge magda
    maggie magnus malcolm mamie manfred marc marcello marcelo marco marcos marcus margarete margery margie margot
    marguerite maria marian mariano marianne marina mario marion marius marjorie marlene martha marta martina
    marx-aveling mathias mathilde matilda matt matteo matthew matthias maud maude maureen maurice mauricio maxime
    maximilian maximilien maxine melissa melvin merle mervyn micah michel michele miguel mike milan mildred milos
    milton minna minnie miriam mirko moira molly mona monica moses moshe muriel murray myra myron nan nancy naomi
    nat natalie nathaniel ned neil nell nellie nelson nestor nicola nicolas nicole niels nigel nils nina noah noam
    noel nora norah norman nye octave odette olaf oleg olga olive oliver olivia ollie omar ora orlando orville oscar
    osip oswald otis otmar ottilie pamela paola paolo pascal pat patricia patrice patrick patsy paula paulette
    paulina pauline pearl peggy penelope penny percy perry pete petra phil philippa phillip phoebe pieter piero
    pietro polly priscilla prosper quentin quintin rachel rae rafael raffaele raissa ralf ramon ramsay randolph
    raoul raphael raul ray raya raymonde rebecca regina reginald reinhold renata renato rex rhoda ricardo rick ricky
    rita rob robbie roberta roberto robin rodney rodolfo roland rolf romain roman romeo ron ronald ronnie rory
    rosalind rosalie rose rosemary rowena roxane roy ruben rudi rufus ruprecht rupert russell sabine sadie sally
    salomon sam samuil sandor sandra sara sarah saul sean sebastian selma serge seth seymour sheila shirley sibyl
    sid siegfried siegmund sigmund sigrid silvio simeon simon simone solomon sonia sophie spyros stan stanislav
    stanislaw stanley stanton stefan stella stephan stephanie stephen steve steven stewart stuart sue suleiman susan
    susanna susie suzanne sven svetlana sylvain sylvester sylvie tamara ted teddy terence teresa terry tessa
    thaddeus thelma theodora theophile therese thorstein tibor tim timothy tina tobias todd tomas tommy toni tony
    travers trevor tristan ulrich ursula ulysses upton valentin valentina valentine valerian valerie vanessa vernon
    veronica vic vicente vicki vidkun vincent vincenzo viola violet virgil virginia vittorio vivian vivien vladislav
    volodya vyacheslav waclaw wallace wally walt wanda ward warren wendell wendy wenzel werner wilbur wilfred
    wilfrid wilhelmina willard willem willi willie wilma winifred winston wladyslaw wolfgang woodrow yvette yvonne
    yves zachary zoe
""")
