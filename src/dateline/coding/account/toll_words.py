"""The words that tell of people killed and injured, and of what counts or does not count for the toll."""

from __future__ import annotations

import re
from typing import Final

MULTIPLE: Final = re.compile(
    r"\b(?P<times>double|triple|quadruple|quintuple|sextuple)[ -](?:fatal )?(?P<what>\w+)", re.IGNORECASE
)
HURT: Final = ("wounded", "injured", "hurt", "critical")
TIMES: Final = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5, "sextuple": 6}
DEADLY: Final = ("homicide", "murder", "killing", "slaying", "fatal", "death")
_NAME: Final = r"(?:[A-Z][a-z]+ )(?:[A-Z]\.? )?(?P<{0}>[A-Z][a-z’'-]{{2,}})"
NAMED_DEAD: Final = re.compile(
    _NAME.format("first") + r"(?:,? (?:Jr|Sr|I+)\.?)?(?:,? (?:age )?\d{1,2},?)?(?:, of [\w ]{2,30},)?"
    r" (?:and \w+ were |was |were |is |has |had )?(?:also )?(?:shot and )?(?:later )?(?:killed|pronounced|died"
    r"|dead|dies|slain|murdered"
    r"|fatally|did not survive|succumbed|gunned down)"
    r"|(?:killing|killed|kills|death of|murder of|slaying of|killing of|victim as|victims? (?:was|were) identified as"
    r"|(?:dead|deceased)[^.]{0,30} (?:identified )?as) (?:of )?(?:\d{1,2}-year-old )?(?:[a-z]+ )?"
    + _NAME.format("second"),
)
BARE: Final = re.compile(
    r"(?:^|[,;:] |\bidentify |\b(?:kills|killed|leaves|wounds|injures) )(?:[A-Z]?[\w’'-]+ ){0,2}?(?:man|woman"
    r"|teen(?:ager)?|boy|girl|officer"
    r"|deputy|mother|father|student|victim|child|toddler|baby|mom|dad|youth)(?:,? \d{1,2},?)? (?:is |was "
    r"|found |shot )*(?:and )?"
    r"(?P<fate>killed|dead|dies|slain|fatally|wounded|injured|hurt|critical|shot)",
    re.IGNORECASE,
)
COUNTS: Final = re.compile(
    r"\b(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|a)\s+(?:\w+\s+)?counts?\s+(?:each\s+)?of\s+"
    r"(?:(?!attempted)[\w-]+\s+){0,3}?(?P<attempted>attempted\s+|assault|aggravated|malicious"
    r"|unlawful)?(?:[\w-]+\s+){0,3}?"
    r"(?:murder|homicide|manslaughter|assault|battery|wounding)",
    re.IGNORECASE,
)
FLAGS: Final = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("suicide", (r"\b(?:kill(?:ed|ing|s)? (?:himself|herself|themselves)|turn(?:ed|ing|s) (?:the|his|her"
         r"|a) (?:\w+ )?"
         r"(?:gun|weapon|rifle) on (?:him|her)self|shot (?:and killed )?(?:himself|herself)|self-inflicted"
         r"|murder[- ]suicide"
         r"|(?:took|taking|take) (?:his|her) own li(?:fe|ves)|committ(?:ed|ing) suicide|shooting (?:himself|herself)"
         r"|suicide|and (?:him|her)?self)\b")),
        ("attacker shot", (r"\b(?:(?:gunman|suspect|shooter|attacker|assailant)s? (?:\w+ ){0,3}?(?:was|were|is"
         r"|are|has been)"
         r" (?:also )?(?:dead|killed|shot|deceased|fatally|among)|including (?:the )?(?:\w+ )?(?:suspect|gunman"
         r"|shooter)"
         r"|(?:police|officers?|deput\w+|troopers?) (?:\w+ ){0,3}?(?:shot|killed|fatally shot|returned fire"
         r"|opened fire)"
         r"|exchang\w+ (?:of )?gunfire|shoot-?out with)\b")),
        ("attacker dead", (r"\b(?:(?:gunman|suspect|shooter|attacker|assailant)s? (?:\w+ ){0,3}?(?:was|were|is"
         r"|are|has been)"
         r" (?:also )?(?:dead|killed|deceased|fatally|shot and killed|shot dead|found dead|among the dead)"
         r"|including (?:the )?(?:\w+ )?(?:suspect|gunman|shooter)|(?:suspect|gunman|shooter)s? (?:dies|died"
         r"|dead))\b")),
        ("survive", (r"\b(?:expected to (?:survive|recover|be (?:ok|okay|fine))|non-?\s?life[- ]threat\w+"
         r"|not life[- ]threat"
         r"|will survive|no (?:deaths|fatalities)|no one (?:was killed|died))")),
        ("critical", r"\b(?:critical|grave|life support|fighting for)\b"),
        ("died later", (r"\b(?:later died|has died|dies|died (?:\w+ ){0,3}?(?:at|in) (?:\w+ ){0,4}?hospital|succumbed"
         r"|died from|died of|died (?:mon|tues|wednes|thurs|fri|satur|sun)day|pronounced dead)\b")),
        ("fatal", r"\b(?:fatal\w*|deadly|homicide|slain|murdered?|slaying|kill(?:ed|ing|s)|dead|died|deaths?)\b"),
        ("attempted", r"\battempted (?:\w+ )?(?:murder|homicide)"),
        ("murder charge", r"(?<!attempted )\b(?:murder|homicide|manslaughter)\b"),
        ("weekend", (r"\b(?:weekend|over the (?:past|last)|separate shootings|so far this year|\d+ shootings"
         r"|shootings (?:across|around))\b")),
        ("trial", r"\b(?:sentenced|trial|convicted|jury|pleaded|indicted|arraigned|charged)\b"),
        ("officer", r"\b(?:officer-involved|police officer|deputy|deputies|trooper)\b"),
        ("fragments", r"\b(?:shrapnel|fragments|trampled|fleeing|fell|glass|stabbed|beaten|crash)\b"),
        ("several", r"\b(?:several|multiple|numerous|dozens)\b"),
    )
)  # fmt: skip
AGE: Final = re.compile(
    r"\b(?P<old>\d{1,2})[- ]years?[- ]old|, (?P<apart>\d{1,2})(?=[,.;)]| (?:and|was|were|of|is)\b)"
    r"|\bage (?P<age>\d{1,2})\b"
)
DEATH: Final = re.compile(
    r"\b(?:killed|dead|died|fatally|slain|pronounced|deceased|succumbed|murder(?:ed)?|body|bodies)\b", re.IGNORECASE
)
HARM: Final = re.compile(
    r"\b(?:shot|wound(?:ed|s)?|injur(?:ed|ies)|struck|hit|graze[d]?|critical|stable|serious|good|fair|hospital"
    r"|treated|gunshot)\b",
    re.IGNORECASE,
)
OFFENCE: Final = re.compile(
    r"\b(?:charged|arrested|accused|convicted|sentenced|indicted|suspects?|pleaded|gunman|shooter|wanted"
    r"|warrant|custody|bond|jail)\b",
    re.IGNORECASE,
)
JOINT: Final = re.compile(r"(?:, (?:ages? )?(?:\d\d,? )*)?,?\s*(?:and|&)?\s*")
"""What stands between numbers that are one group."""
