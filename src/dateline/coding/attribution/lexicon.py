"""Words that attribute speech and belief to a source, by what they say of it.

Cue verbs are those of the attribution literature: verbs of assertion, belief and denial as the Penn Discourse
Treebank types them (Prasad, Dinesh, Lee, Joshi and Webber 2007, "Attribution and its annotation in the Penn
Discourse Treebank", TAL 47:2) and PARC 3.0 found them (Pareti 2016, LREC); the verbs of saying are the lists of
rsyntax (Welbers, van Atteveldt and Kleinnijenhuis 2021) and textacy's quotation finder, less those that tell a deed
as often as speech ("call", "order", "describe"). Media and office words were gathered from news in training.
"""

from __future__ import annotations

from dateline.records import Manner


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that put a source's words or knowledge before the reader without a stance of the report's own.
SAY = _words(
    "said say says saying stated states state stating reported report reports reporting announced announces "
    "announcing told tells telling confirmed confirms confirm added adds adding noted notes noting explained explains "
    "declared declares revealed reveals disclosed discloses informed informs inform indicated indicates indicate "
    "acknowledged acknowledges admitted admits affirmed affirms wrote writes commented comments mentioned mentions "
    "observed replied "
    "recalled reiterated reiterates stressed stresses warned warns warn estimated estimates testified testifies "
    "insisted insists maintained maintains asserted asserts remarked pointed points emphasized emphasised concluded "
    "described tweeted posted complained complains argued argues conceded predicted answered responded related "
    "recounted verified clarified released issued showed shows broadcast read reads identified"
)
CLAIM = _words("claimed claims claim claiming boasted boasts")
DENY = _words("denied denies deny denying rejected rejects refuted disclaimed dismissed")
# Verbs of belief and accusation: the report does not make the content its own.
ALLEGE = _words(
    "alleged alleges allege alleging accused accuses accuse accusing blamed blames blame blaming suspected "
    "suspect suspects suspecting believed believe believes thinks think thought fear fears feared charged charges "
    "speculated speculate speculates suggested suggests suggest presume presumed presumes denounced denounces "
    "attributed attributes contended contends implicated"
)
DOUBT = _words("doubted doubts doubt doubting questioned questions disputed disputes dispute")
CUES: dict[str, Manner] = {
    **dict.fromkeys(SAY, "reported"),
    **dict.fromkeys(CLAIM, "claimed"),
    **dict.fromkeys(DENY, "denied"),
    **dict.fromkeys(ALLEGE, "alleged"),
    **dict.fromkeys(DOUBT, "doubted"),
}
# Verbs that attribute only where "that" or the like follows: otherwise they mostly tell deeds ("released a prisoner",
# "rejected the offer", "charged two men", "read", "described").
ONLY_WITH_THAT = _words(
    "observed maintained maintains pointed points related released issued showed shows read reads broadcast posted "
    "rejected rejects dismissed state states report reports claims claim charges notes warns doubts questions suspects "
    "fears estimates verified identified described charged attributed attributes feared answered responded implicated "
    "denounced denounces disputed disputes questioned recalled comments comment dispute doubt suspect concluded argued"
)
# Verbs that stand before their source: "…, said a spokesman", "… reports The Daily Gazette".
INVERTING = _words(
    "said says say reported report reports stated states added adds noted notes announced explained confirmed "
    "declared wrote writes warned commented claimed claims insisted admitted affirmed revealed observed replied "
    "according"
)
CITING = _words("citing cited quoting quoted cites quotes")
STATEMENT_NOUNS = _words(
    "statement statements release communique communiqué report reports bulletin pamphlet pamphlets leaflet leaflets "
    "interview briefing message letter note video audio recording broadcast dispatch dispatches cable conference email "
    "e-mail tweet post memorandum petition complaint"
)
AUXILIARIES = _words(
    "has have had was were is are be been being will would did does do can could may might should must shall"
)
TIME_WORDS = _words(
    "today yesterday tonight tomorrow monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "morning evening afternoon night noon midnight week month year weekend"
)
ADVERBS = _words(
    "also later earlier further then meanwhile however moreover furthermore additionally finally again still now "
    "reportedly apparently initially subsequently separately previously officially publicly categorically strongly "
    "immediately nevertheless besides similarly likewise elsewhere only already thereafter afterwards consequently "
    "therefore thus indeed even just recently late early last this next same earlier simply flatly vehemently once "
    "repeatedly merely"
)
BREAKS = _words(
    "that which who whom whose when while as because although though but where after before if than since whether so "
    "until unless yet nor however meanwhile"
)
PREPOSITIONS = _words("in on at from during for by under amid with without about near into over against through to of")
LINKING_PREPOSITIONS = _words("of for from in at with")
DETERMINERS = _words(
    "the a an this these those their his her its our my some several many two three four five other another one both "
    "various all"
)
PRONOUNS = _words("he she they it we i him her them who")
SPEAKING_PRONOUNS = _words("he she they it")
NOT_SOURCES = _words(
    "it there that which who what this these those we i you here nobody none nothing everyone one ones others him her "
    "them himself themselves whom me us thus so not never as to such do does did"
)
# Participles and adjectives in -ed that stand inside a name for somebody, and so end no clause.
ADJECTIVES_IN_ED = _words(
    "armed united retired unidentified unnamed alleged so-called affected elected appointed wounded injured detained "
    "captured based owned backed controlled government-backed state-owned newly-elected informed well-informed red "
    "unconfirmed accused suspected masked uniformed combined outlawed banned so-called concerned mohammed ahmed hamed "
    "muhammed saeed sayed majeed rasheed mohamed walled aged reed reid feed seed weed field hundred masked indeed "
    "deposed exiled disputed"
)
# Words that end the name of a newspaper, agency or broadcaster.
MEDIA_WORDS = _words(
    "times news post express tribune star dawn herald telegraph excelsior chronicle mirror guardian gazette journal "
    "daily observer independent page today mail sun hindu pioneer sentinel standard monitor press tv radio television "
    "agency reuters afp ap efe dpa xinhua interfax bbc cnn ndtv tass ria ians pti ani record bulletin courier dispatch "
    "examiner inquirer leader nation republic review statesman sangai kathmandu line weekly magazine online network "
    "media newspaper jazeera arabiya"
)
OFFICES = _words(
    "minister president spokesman spokeswoman spokesperson spokespersons spokesmen official officials officer officers "
    "chief commander commissioner director governor mayor general colonel major captain lieutenant sergeant inspector "
    "superintendent secretary chairman leader leaders source sources witness witnesses resident residents prosecutor "
    "sheriff judge magistrate ambassador deputy head authorities police ministry army government agency agencies "
    "department command office report reports statement communique release doctor doctors activist activists relative "
    "relatives analyst analysts lawyer member members coordinator representative priest bishop senator member wife "
    "villagers village villager mother father brother sister owner survivor survivors monitor observatory committee "
    "commission forces military newspaper station network group organisation organization party front union survivors"
)
ABBREVIATIONS = _words(
    "capt const rev supt insp cmdr brig hon dist prof sr jr fr pres min dr mr mrs ms lt gen col sgt maj gov sen rep "
    "st no adm cpl pvt spc asst dep det dir ltd inc corp co dept"
)
# Past forms that are hardly ever anything but verbs, of verbs that news of violence uses.
IRREGULAR_PASTS = _words(
    "blew took went broke struck fell fled burst began made came gave lost shot sent brought caught fought held kept "
    "knew met ran sat saw sought spoke stood stole threw won wrote became built bought"
)
