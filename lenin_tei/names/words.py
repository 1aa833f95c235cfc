"""Words that tell names from what only looks like one. Data, written by hand for this project."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words before a surname that show it is a person's; they stay outside the tag.
TITLES = _words("""
    academician admiral ambassador ataman baron baroness bishop brother capt captain chairman chancellor citizen
    citizeness citizens col colonel com commander commissar comrade comrades count countess czar deputy doctor
    don dr duke editor emperor engineer father frau fraulein friend gen general governor herr judge kaiser king
    lady lieut lieutenant lord m madame major marshal messrs minister miss mlle mme monsieur mr mrs ms pope
    premier president prince princess prof professor queen rev reverend secretary senator senor sergeant signor
    sir sister tsar
""")
FEMALE_TITLES = _words("""
    baroness citizeness countess frau fraulein lady madame miss mlle mme mrs ms princess queen
""")

# Words that may stand with a capital before a lone surname without being part of the name.
BEFORE_NAMES = _words("""
    a about according after against all also although american among an and any are as at austrian because
    before belgian between bolshevik both british bulgarian but by cadet can cf citizen communist comrades
    concerning conservative constitutional could dear democrat democratic did do does during dutch either
    english even finnish for french from gentlemen georgian german had has have he hence her here his how
    hungarian i if in irish is it italian its jewish labour latvian leader leaders left let letter letters
    liberal like marxist may mein menshevik messieurs might more most must my neither no nor not note notes now
    of on only or our over polish regarding revolutionaries revolutionary right russian said says see serbian
    shall she should since so social socialist some speech such swedish swiss that the their then there these
    they this those though through thus to today ukrainian under unser until vide was we were what when where
    which while who whom whose why will with within without works would writes wrote yet you your
""")

# Surnames and titles that are also common English words or forenames: alone they prove nothing.
COMMON = _words("""
    abbot abraham action adam adams advance age alexander allen ambler andrew angel anne anthony arch archer
    arnold august austin baker ball bang banks bar barber barker barnes baron bass beck bell benjamin bennett
    berg best bird bishop black blank block blood blum board bolshevik bond book boot booth born boss
    bowman box boy brand brass bridges bright broad brook brooks brothers brown bull bunting burn burns bush
    butcher butler call camp cannon capital carpenter carter castle challenge chambers chance change chapman
    charles child christian church citizen clark clarte class claude clay clerk close coal cole
    collier collins comfort comment commonweal communist constant cook cooper corn cotton count court cox craft
    cross crow crown cry cut daily daniel darling david davis dawn day deal dean democracy den dial diamond dick
    don dove drake draper drew drum duke dunn dutch dutt earl early east eastman easy echo edge edward edwards
    elder ellis emery encounter engel english equality era ernst evans event fair faith fall farmer farrell
    faust favorite field fields figaro fight finger fink finn fish fisher fitch flag fleet fletcher flint flood
    flower flynn foot ford forest forester forge forward foster fountain fox francis frank frankel franklin
    fraser freedom freeman french friend friends frost fry fuller furniture future gale gallop garden gardner
    garland gates george gerhard gill glass goat gold goldman good goodman gordon gore grace grant grave graves
    gray great green greene grey grimm gross ground grove guard guest guild gunn hall hammer hand hands hardy
    hare harris harry hart hartmann harvest harvey hat hawk hay head heath heller henry herald herbert hero
    hersh hess hill history hobbs hobson hodge holiday holland hollow holmes holt hood hook hope horn horner
    horse house howard howe hughes hull humanity hunt hunter idea ideas imperialism independent international
    ireland iron irving isaac israel jack jackson jacob jacobs james jay jean john johns johnson jones jordan
    joseph josephine journal joy judge june justice kaiser kapital karl kaufmann keller kelly key kidd king
    kings kirk knight koch kohn kraft kun labor labour lady laird lake lamb lamp land lane lang lange
    larch large law lawrence lay leader league lee leech left legate lewis liberation liberator liberty life
    light lincoln link linker list little lock locke long lord love low lucas luck lyon lyons mac mack maid
    main major mann march mark marks marshall martin martins mary mason masses master masters matin matthew max
    may mayer mayor mead mean merchant mercy merit merry message meyer michael mid mill miller mills miner minor
    mirror moment monde money monitor monk moody moon moor moore more morgan morning morris moses moss mount
    mountain muller murphy myers nail nation neale neave neumann new news newsletter newton nice nicholas
    night noble nolan nord norman north novack november nun oak observer october old olive oliver opinion orange
    osborn otto outlook owen owens pace page paine palm palmer paris park parker parks parson parsons pass past
    patrick paul pearl pease peck penny people people's pepper perry peter peters phillips pick pierce pike
    pilgrim pitt place plant plough plum pole politics poll pollock pool poor pope populaire porter post potter
    powell power powers preston price priest prince proctor program programme progress proletarian proletariat
    proud pugh purcell pure queen quick rainbow ramsay rand ransom raven ray reader rebel record red reed reeve
    reform regan reid renner review revolt revolution rice rich richard richards rights riley ring rivers robert
    roberts robin robinson rock rogers roland roman roots rosa rose ross roth round rowe roy rule rush russell
    russian sage saint salt sand sanders sands savage saw schmidt schneider schulz scott sea seaman sedition
    senior sergeant sexton shade sharp shaw shepherd shield shine ship shore short simon simons simple simpson
    singer singh slate small smart smith snow socialism socialist society soldat solidarity solomon son south
    soviet spark sparks spartacus spear spectator speed spencer spring stack staff stage stalker standard
    stanley star stark state statesman steel steele stein stephen stephens sterling stern stewart still stock
    stone storey storm story street strong struggle stuart student sullivan summer summers sun survey swan swift
    talbot tanner taylor telegraph teller temple temps theses thesis thomas thompson thorn tiger tiller time
    times today todd toiler tom tomorrow torch tower town trade train travers treasure tree tribune tristan
    trotter true truth tucker turner twain union unity vale vance vanguard vaughan veritas victor view vincent
    vogel vogt voice wade wagner waiter wake wald walker wall wallace waller walter walters war ward warden
    warner warren washington waters watkins watson watt watts way weaver webb weber week weekly weeks weiss
    wells welsh west wheeler white whiting wild wilder wilkins will william williams willis wilson wing winter
    winters wise wolf wolfe wolff women wood woods woodward word work worker workers workman world worth wren
    wright yard york young youth zimmermann
""")

# A work of one common word is meant behind these: "volume two of Capital".
PARTS_OF_WORKS = _words("chapter chapters draft drafts edition part parts reviews volume volumes vol")

# Nouns and adjectives of peoples and parties whose plural or singular must not be taken for a surname.
DEMONYMS = _words("""
    african american anglo arab armenian asian austrian austro bolshevik bulgarian cadet croat czech dane
    estonian european finn franco georgian german greek hungarian indian italian jew latvian leninist lett
    lithuanian magyar marxist menshevik norman pole roman romanian rumanian russian serb slav slovak soviet
    swede turk ukrainian
""")

# Words by which a periodical whose title is a common word is known: before it, or "No. 3" after it, or quotation marks.
PERIODICAL_CUES = _words("""
    daily gazette journal magazine monthly newspaper newspapers organ paper papers periodical weekly
""")

# What Russian and Western transcriptions put between forenames and surname.
FORENAMES = _words("""
    adolf albert aleksandr alexander alexandre alexei alfred anatoly andre andrei anna anton antonio arnold
    arthur august auguste bela ben benjamin bernard boris bruno camille carl chad charles charley clara clemens
    dan daniel david dmitri eduard edward eleanor elizabeth emil emma ernest ernst eugen eugene feliks felix
    ferdinand fernand fernando florence francis francois frank franz fred frederick friedrich fritz fyodor
    gaston georg george georges georgia gerald giacomo giovanni giuseppe grigory gustav guy hans harold harry
    heinrich helen henri henry herbert hermann hugo ignacio inessa irma isaac israel ivan jack jacob jacques
    james jan jane jean jenny jim joe johann john jordan jose joseph juan jules julian julius karl klara kurt
    larissa laura lazar leo leon leonid leopold louis louise lucien ludwig luigi manuel marcel margaret maria
    marie mark martin mary max maxim michael mikhail moritz morris nadezhda natalia nathan nicholas nikolai
    oskar otto pablo palmiro paul pavel pedro peter philip philipp pierre pyotr ralph raymond rene richard
    robert roger rosa rudolf rupert ruth salvador samuel santiago semyon sergei sidney sofia sophia stepan
    sydney sylvia theodor thomas timofei tom trofim umberto vasily vera victor victoria viktor vissarion
    vladimir walter wilhelm william yakov yevgeny yuli yuri zinaida
""")

# Words that titles and names of organisations are typed with and without a capital.
SMALL = _words("""
    a an and as at be by das de der des die du et for from in is la le les of on or the to und with
""")

# Words after a surname that make both together the name of something else.
NAMED_AFTER = _words("""
    avenue boulevard factory gallery institute library memorial museum place plant prize prospekt square street
    university
""")

# Abbreviated forenames; other short words before a full stop are titles, numerals or the end of a sentence.
SHORT_FORENAMES = _words("""
    al alex ch chad chas chr dm ed ferd fernando fr geo georgia gr heinr herm ia israel iu jac joh jordan jos
    jul kh ks leopold math mich nic nik pablo pet phil rob sam santiago sh sofia sydney th theo vas victoria
    vissarion vl wilh wm ya yak ye yu zh
""")

# Forenames that translations exchange.
SAME_FORENAMES = tuple(
    tuple(group.split())
    for group in (
        "alexander aleksandr alexandre alex",
        "alexei aleksei alexis alexey",
        "anatoly anatole",
        "andrei andrew andrey",
        "charles karl carl",
        "chris christian",
        "dmitri dmitry dimitri",
        "eduard edward edouard",
        "emile emil",
        "ferdinand fernand",
        "francis francois franz frantz",
        "frederick friedrich frederic fritz fred",
        "georg george georges georgi georgy yuri",
        "grigory gregory",
        "heinrich henry henri",
        "hermann herman",
        "ivan john johann jan jean",
        "jacob yakov jakob",
        "joseph iosif josef jozef",
        "julius yuli jules julian l",
        "konstantin constantin constantine",
        "leon lev leo",
        "louis ludwig lajos luis",
        "maria marie mary",
        "mikhail michael michel michal",
        "nadezhda nadejda",
        "natalia natalya nathalie",
        "nikolai nicholas nicolai nicolas n",
        "pavel paul",
        "philip philipp philippe",
        "pyotr peter pierre petr",
        "semyon simon",
        "sergei serge sergey",
        "sofia sophia sophie",
        "theodor theodore fyodor fedor",
        "thomas tom",
        "vasily basil vassily vassili",
        "victor viktor",
        "vladimir wladimir",
        "wilhelm william willi willy guillaume",
        "yelena elena helene helen",
        "yevgeny eugene eugen evgeny",
    )
)

# Small words that belong to a surname.
PARTICLES = _words("""
    af al bin da das de den der di dos du el ibn la le ten ter van von y zu zur
""")

# Titles after which a word with a capital is a person, whoever it is.
PERSONAL_TITLES = _words("""
    baron capt captain citizen col colonel comrade count countess dr frau herr lady lieut lieutenant lord madame
    major miss mlle mme monsieur mr mrs ms prof professor rev reverend sir
""")

# The first words of a salutation; with a capital, and before a further one, they are no surname ("Lieber Emil!").
GREETINGS = _words("""
    beloved cara carissima carissimo caro cher chere dear dearest geehrte geehrter liebe lieber liebste liebster
    querida querido teure teurer verehrte verehrter werte werter
""")

# Words with a capital that follow a title, letters or a forename and are no surname.
NO_SURNAMES = _words("""
    index werke oeuvres sochineniya western eastern northern southern central
    archive archives copyleft domain fortress hotel internet online proofread public publisher selected transcribed
    transcription translated version works markup chapter tel press
    academy act admiral agency ambassador april army article assembly association august bank board brigade
    building bureau cabinet central chairman chairwoman chancellor chapter charter co college colony comintern
    commissar commission committee communism communist company conference congress constitution convention
    corporation corps council court day december delegate delegates department district division editor
    editorial embassy empire executive february federal federation fleet forces foundation friday friend friends
    front fund general government group house inc institute international investigator island january july june
    jury justice labor labour law league legion letter library ltd magazine majority manifesto mayor meeting
    member members military minister ministry minority monday movement naval navy north november october office
    officer opposition organisation organization party plan plenum police post presidency president press prize
    program programme project prosecutor province question railway reader red report republic resolution
    revolution road saturday school secretary section senate senator september service society soldiers south
    soviet soviets speaker staff state states strike sunday supreme theatre thursday times town treasury treaty
    trial tribunal troops trust tuesday union university war wednesday west worker workers year yours
""")
