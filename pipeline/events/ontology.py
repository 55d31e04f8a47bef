"""PLOVER's closed lists: types, modes, sectors, and the codes of bodies that are no country.

Belongs here: names the codebook fixes. Does not belong here: Arabic words (lexicon) or rules.
"""

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT",
)  # fmt: skip

MODES: dict[str, frozenset[str]] = {
    "CONSULT": frozenset({"visit", "multilateral", "third-party", "phone"}),
    "COERCE": frozenset(
        {"arrest", "seize", "deport", "restrict", "censor", "curfew", "martial-law", "withhold", "misinformation", "cyber"}
    ),
    "REQUEST": frozenset({"assist", "change", "yield", "meet"}),
    "REJECT": frozenset({"assist", "change", "yield", "meet"}),
    "SANCTION": frozenset({"expel", "withdraw", "discontinue"}),
    "PROTEST": frozenset({"demo", "riot", "strike", "hunger", "boycott", "obstruct"}),
    "ASSAULT": frozenset(
        {
            "beat", "torture", "execute", "sexual", "firearms", "explosives", "suicide-attack", "heavy-weapons",
            "crowd-control", "abduct", "other",
        }
    ),
    "MOBILIZE": frozenset({"troops", "weapons", "police", "militia"}),
}  # fmt: skip

SECTORS = frozenset("GOV LEG JUD MIL COP SPY PTY OPP REB CRM CVL BUS EDU MED NGO LAB REL REF IGO ELI".split())
POLITICAL_SECTORS = frozenset("GOV LEG JUD MIL COP SPY PTY OPP REB IGO".split())
ARMED_SECTORS = frozenset("MIL COP SPY REB CRM".split())
ORGANISATION_CODES = frozenset({"IGO", "UNO", "EUR", "ARB", "AFU", "NAT"})

SPEECH_TYPES = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT"})
FUTURE_AS_AGREE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
TYPE_FAMILIES = {
    **dict.fromkeys(("CONSULT", "AGREE", "SUPPORT", "COOPERATE"), "diplomacy"),
    **dict.fromkeys(("COERCE", "SANCTION"), "coercion"),
}
"""Types that may name one happening (a signing is SUPPORT or AGREE); every other type is its own family."""
