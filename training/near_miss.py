"""Questions written by rule that sound as if a text answered them, and it does not."""

import re
from random import Random

from training.questions import names_in

_ABSENT = [
    ("How did {} die?", r"die|dies|died|dying|dead|death|killed|murdered|passed"),
    ("When did {} die?", r"die|dies|died|dying|dead|death|killed|murdered|passed|until"),
    ("Where was {} born?", r"born|birth|native|birthplace|from"),
    ("When was {} born?", r"born|birth|birthday|aged|age"),
    ("How old is {}?", r"age|aged|old|years|born|\d+"),
    ("Who is {} married to?", r"married|marries|wife|husband|spouse|wedding|couple"),
    ("How many children does {} have?", r"child|children|son|sons|daughter|daughters|kids"),
    ("What is the title of {}'s book?", r"book|books|novel|memoir|author|wrote|writes|written|titled|title|published"),
    ("What did {} study at university?", r"study|studied|studies|degree|university|college|graduated|student"),
    ("Which university did {} attend?", r"university|college|school|graduated|student|attended|degree"),
    ("What job did {} have before?", r"formerly|former|previously|before|worked|job|career|served|position|ex"),
    ("Why did {} resign?", r"resign|resigned|resigns|quit|left|leave|stepped"),
    ("Why did {} leave?", r"leave|left|leaves|departed|departure|quit|moved|exit"),
    ("How much money does {} earn?", r"earn|earns|salary|paid|pay|income|\$|£|€|dollars|worth"),
    ("How much did {} cost?", r"cost|costs|price|priced|paid|\$|£|€|dollars|million|billion|worth|budget"),
    ("What price did {} offer?", r"offer|offered|price|priced|\$|£|€|bid"),
    ("How many votes did {} get?", r"vote|votes|voted|ballots|percent|per cent|elected"),
    ("What percentage of people support {}?", r"percent|percentage|per cent|[0-9]+%|poll|polls|majority"),
    ("Who won when {} played?", r"won|win|wins|winner|lost|lose|beat|defeated|champion|victory"),
    ("What is {}'s phone number?", r"phone|telephone|number|call"),
    ("What is {}'s address?", r"address|street|located|lives|avenue|road"),
    ("What color is {}?", r"color|colour|black|white|red|blue|green|yellow|brown|gray|grey|pink|orange|purple"),
    ("How tall is {}?", r"tall|height|feet|foot|metres|meters|inches|cm"),
    ("How much does {} weigh?", r"weigh|weighs|weight|pounds|lbs|kg|kilograms|tons|ounces"),
    ("How far is {} from here?", r"far|miles|kilometers|kilometres|km|distance|away"),
    ("What language does {} speak?", r"language|languages|speak|speaks|spoken|English|French|German|Spanish"),
    ("What did {} promise?", r"promise|promised|promises|pledge|pledged|vow|vowed|guarantee|guaranteed"),
    ("What did {} say about it?", r"say|says|said|told|stated|states|announced|claimed|wrote|according|explained"),
    ("Who did {} meet?", r"meet|met|meets|meeting|encountered|visited|saw"),
    ("Who introduced {} to each other?", r"introduced|met|introduction"),
    ("Why was {} arrested?", r"arrest|arrested|arrests|jail|prison|charged|police"),
    ("What award did {} win?", r"award|awards|awarded|prize|won|medal|honor|honour|honored"),
    ("Which team does {} play for?", r"team|teams|club|play|plays|played|league|squad"),
    ("How many employees does {} have?", r"employee|employees|staff|workers|workforce|people"),
    ("Who founded {}?", r"found|founded|founder|founders|established|created|started|set up"),
    ("When was {} founded?", r"found|founded|established|created|started|began|formed|opened|built"),
    ("Who owns {}?", r"own|owns|owned|owner|bought|acquired|property|belongs"),
    ("Who designed {}?", r"design|designed|designer|architect|created|built"),
    ("How long did {} last?", r"last|lasted|hours|hour|minutes|days|weeks|months|years|until|long"),
    ("What is the population of {}?", r"population|people|inhabitants|residents|populated"),
    ("What is the name of {}'s wife?", r"wife|married|spouse|wedding|husband"),
    ("What did {} eat?", r"eat|ate|eats|eaten|food|meal|lunch|dinner|breakfast"),
    ("Which hotel did {} stay at?", r"hotel|stay|stayed|inn|resort"),
    ("What nickname was {} given?", r"nickname|nicknamed|called|known|dubbed"),
    ("How does {} feel about that?", r"feel|feels|felt|happy|sad|angry|thinks|believes|opinion"),
    ("What time does {} open?", r"open|opens|opened|opening|hours|am|pm|o'clock|time"),
]
"""A question, and the words of which a text that answers it would hold one."""

_ASKED = {
    "When": r"\d|day|week|month|year|hour|minute|time|morning|night|century|ago|early|late|after|before|during|when",
    "Why": r"because|due|since|for|so|to|reason|cause|caused|as|thus|therefore|led|after|by|from|means",
    "Where": r"in|at|on|near|from|to|where|there|here|inside|outside|around",
    "How much": r"\d|\$|£|€|much|half|all|some|most|cost|price|free|double|twice|little",
}
_CHANGED = re.compile(r"^(?:When|Where|Why|How|On what date|In what year)(?= (?:did|was|were|does|do|is|has|had)\b)")


def absent(text: str, random: Random) -> str | None:
    """Return a question about a name in the text that asks for what the text has no word of; or None."""
    names = names_in(text)
    if not names:
        return None
    name = random.choice(names)
    possible = [asked for asked, words in _ABSENT if not _holds(text, words)]
    return random.choice(possible).format(name) if possible else None


def asked_otherwise(question: str, text: str, random: Random) -> str | None:
    """Return the question with another question word, one that the text has no word to answer; or None."""
    first = _CHANGED.match(question)
    possible = [word for word, words in _ASKED.items() if first and first[0] != word and not _holds(text, words)]
    return random.choice(possible) + question[first.end() :] if first and possible else None


def about_another(question: str, text: str, random: Random) -> str | None:
    """Return the question about another name of the same text; or None."""
    names = names_in(text)
    asked = [name for name in names if re.search(rf"\b{re.escape(name)}\b", question)]
    others = [name for name in names if name not in question and not any(a in name or name in a for a in asked)]
    if not asked or not others:
        return None
    return re.sub(rf"\b{re.escape(random.choice(asked))}\b", lambda _: random.choice(others), question)


def _holds(text: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{words})(?!\w)|\d" if r"\d" in words else rf"(?<!\w)(?:{words})", text, re.I))
