"""The words beside a place name that tell whether the report's incident took place there."""

from __future__ import annotations

import re
from typing import Final

CAPITALISED: Final = re.compile(r"(?:[A-Z]\.){2,}|(?:St|Ft|Mt|Pt)\.|[A-Z][\w’'-]*\w|[A-Z]")
GAP: Final = re.compile(r"\s|-|\. ?")
AFTER: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("police", (r"(?:['’]s)? (?:[Pp]olice|PD\b|[Ff]ire|[Ss]heriff|[Dd]eput|[Oo]fficers?\b|[Dd]etectives?"
         r"|[Aa]uthorities"
         r"|[Hh]omicide|[Pp]aramedics)")),
        ("sheriff", (r" (?:County )?(?:[Ss]heriff|[Cc]oroner|[Mm]edical [Ee]xaminer|[Dd]istrict [Aa]ttorney"
         r"|[Pp]rosecutor)")),
        ("county", r" (?:County|COUNTY|county|Parish|Co\.)"),
        ("resident", (r"(?:['’]s)? (?:residents?|man|woman|teen|boy|girl|mother|father|family|native|mayor|Mayor|City"
         r"|city)\b")),
        ("institution", (r"(?:['’]s)? (?:\w+ )?(?:Hospital|Medical|Memorial|General|University|College|High|Middle"
         r"|Elementary|School|Church|Center|Clinic|Trauma|Baptist|Health|Correctional|Jail)\b")),
        ("street", (r" (?:Street|St\b|Avenue|Ave\b|Road|Rd\b|Boulevard|Blvd|Drive|Dr\b|Lane|Ln\b|Court|Ct\b|Way|Place"
         r"|Park|Highway|Hwy|Parkway|Pike|Circle|Terrace|Apartments|Homes|Plaza|Mall|Inn|Bar|Club|Bridge|Creek"
         r"|River)\b")),
        ("paper", (r" (?:Tribune|Sun|Times|Post|News|Herald|Daily|Journal|Gazette|Star|Press|Examiner|Chronicle|Now"
         r"|Local|Weather|Sports|Breaking)")),
        ("quarter", (r"(?:['’]s)? (?:[\w]+ )?(?:neighborhood|section|area|community|district|suburb|side|subdivision"
         r"|housing)\b")),
        ("crime", (r"(?:['’]s)? (?:\w+ )?(?:shooting|shootings|shootout|homicide|murder|killing|crime|party|nightclub"
         r"|bar|home|house|apartment)\b")),
        ("age", r",? (?:\d{1,2}\b|was\b|said\b|who\b|is\b)"),
        ("dateline", r"(?:,? [A-Z][\w.]*){0,2} ?(?:\([^()\n]{2,40}\))? ?(?:--+|—|–|-(?= )|:|\()"),
        ("surname", r" [A-Z][a-z]+"),
        ("comma", r","),
    )
)  # fmt: skip
BEFORE: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("start", r"^\s*$"),
        ("residence", r"(?:\d{1,2},?|all|both|each|man|woman|native|resident) (?:of|from) (?:\w+ )?$"),
        ("city of", (r"(?i:\b(?:city|town|township|village|community|borough|suburb|area|part|side)"
         r" (?:of|in) (?:the )?)$")),
        ("direction", (r"(?i:\b(?:north|south|east|west|northeast|northwest|southeast|southwest|downtown"
         r"|central|inner)"
         r"(?:ern)?[ -])$")),
        ("miles", (r"(?i:\b(?:miles?|minutes|north|south|east|west|outside|near|suburb)(?:east|west)? (?:of"
         r"|from)? ?(?:downtown )?)$")),
        ("hospital", r"(?i:hospitals? (?:in|at) (?:the )?)$"),
        ("in", r"(?i:\b(?:in|at|inside|into) (?:the )?)$"),
        ("near", r"(?i:\b(?:near|outside|around|to|toward) (?:the )?)$"),
        ("of", r"(?i:\b(?:of|from) (?:the )?)$"),
        ("the", r"(?i:\bthe )$"),
        ("title", (r"\b(?:Mr|Mrs|Ms|Dr|Sgt|Lt|Capt|Officer|Chief|Detective|Det|Judge|Mayor|Sheriff|Deputy|Major"
         r"|Maj)\.? $")),
        ("given", r"\b[A-Z][a-z]+ (?:[A-Z]\. )?$"),
        ("comma", r", $"),
        ("word", r"[a-z] $"),
    )
)  # fmt: skip
SHOTS: Final = re.compile(
    r"\b(?:shooting|shootings|shot|shots|gunfire|gunned|gunm[ae]n|killed|wounded|injured|dead|slain|homicides?"
    r"|massacre"
    r"|shootout|fired)\b",
    re.IGNORECASE,
)


PERSON: Final = re.compile(
    r"\b[A-Z][a-z]{2,} (?:[A-Z]\. )?([A-Z][a-z]+)(?:,? (?:\d\d\b|Jr|Sr|who|said|told|was|is)|, (?:an?|the) )"
)
