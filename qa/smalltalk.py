"""Small talk: greetings, thanks and questions about the bot get a short fixed reply, by rules made for English."""

import re

_HELLO = r"hi | hiya | hello | hey | howdy | yo | greetings | good\ (?:morning|afternoon|evening|day)"
_BYE = r"bye | good\ ?bye | see\ y(?:ou|a) | good\ night | farewell"
_THANKS = r"""thanks | thank\ (?:you|u) | thx | ty | cheers | much\ appreciated | great | cool | nice | perfect
    | awesome | ok | okay | got\ it | good\ bot | well\ done"""
_FILLER = r"""there | bot | chatbot | all | everyone | mate | friend | again | now | later | soon | and | so | very
    | really | a\ lot | much | you | is | was | that | that[’']?s | helpful | useful | great | good | nice | perfect
    | for\ (?:the|your|all\ (?:the|your))\ \w+ | how\ are\ you(?:\ (?:doing|today))*"""
_SELF = r"""(?:who|what)\ (?:exactly\ )?are\ you
    | what\ is\ your\ name | what[’']?s\ your\ name
    | what\ (?:else\ )?(?:can|do|should|could)\ (?:you|i|we)\ (?:do|ask|answer|help)
    | how\ (?:do|does|can)\ (?:you|this|it)(?:\ (?:bot|site|page|thing|app|chat|chatbot))?\ work
    | how\ (?:do|can|should)\ i\ use\ (?:you|this|it)(?:\ (?:bot|site|page|thing|app|chat|chatbot))?
    | are\ you\ (?:an?\ )?(?:real|human|person|robot|bot|chatbot|machine|chatgpt|llm|ai)
    | who\ (?:made|built|created|programmed)\ (?:you|this\ (?:bot|chatbot))
    | can\ you\ help(?:\ me)? | help(?:\ me)?"""
_WITH = r"here | you | me | with | for | about | this | the\ article | it | please"


def _only(words: str, filler: str, lead: str = "") -> re.Pattern[str]:
    lead = rf"(?:(?:{lead})\b\W*)?" if lead else ""
    return re.compile(rf"\W*{lead}(?:{words})\b(?:\W|\b(?:{words}|{filler})\b)*", re.IGNORECASE | re.VERBOSE)


_CAN_DO = (
    "Ask me about the article in plain words: I answer in its own words and show where they stand, "
    "or say that it doesn’t say."
)
_REPLIES = (
    (_only(_SELF, _WITH, _HELLO), f"I find answers in this article. {_CAN_DO}"),
    (_only(_HELLO, _FILLER), f"Hello. {_CAN_DO}"),
    (_only(_BYE, _FILLER), "Goodbye."),
    (_only(_THANKS, _FILLER), f"You’re welcome. {_CAN_DO}"),
)


def small_talk(text: str) -> str | None:
    """Return the fixed reply to a greeting, to thanks, or to a question about the bot itself; None to all else."""
    return next((reply for pattern, reply in _REPLIES if pattern.fullmatch(text)), None)
