"""Texts as words that can be compared, in any language: stems, and what is said everywhere.

Spelling is folded (Unicode NFKC, then case). Scripts that write no spaces give overlapping pairs of
characters. English endings are cut, so that "expired" and "expires" are one word; other languages
keep theirs, which costs matches and makes no false ones.
"""

from __future__ import annotations

import re
import unicodedata

# Han, kana, Thai, Lao, Myanmar, Khmer, and Hangul, whose particles hang on its words.
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
# What ends a clause is a token too, a full stop: words on its two sides are no pair.
_CLAUSE_ENDS = (
    '.,;:!?()[]{}"<>|=\n\u3001\u3002\uff0c\u2013\u2014\u2018\u2019\u201a\u201b\u201c\u201d\u201e'
    "\u201f\u2026\u00ab\u00bb"
)
_STOPS = str.maketrans(dict.fromkeys(_CLAUSE_ENDS, "."))
_ASCII = "".join(
    c.lower() if c.isalnum() else "." if c in _CLAUSE_ENDS else " " for c in map(chr, range(128))
)
_SPACED = re.compile(r"[^\W_]+|\.")
_TOKEN = re.compile(rf"[{_NO_SPACES}]+|(?:(?![{_NO_SPACES}])[^\W_])+|\.")
_UNSPACED = re.compile(f"[{_NO_SPACES}]")
_GRAMMAR = re.compile("[\u3040-\u309f]{2}")
_KANA = re.compile("[\u3040-\u30ff]")
_ENDS = re.compile("^[\u3040-\u309f]+|[\u3040-\u309f]+$")
_NOT_TEXT = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|https?://\S+|\]\([^)\s]*\)", re.S)

_COMMON = frozenset(
    """
    a about after again all also although always an and another any are around as at away back be
    because been before being between both but by can cannot could did do does done down during each
    either else enough even ever every few first for from further get gets give given go goes got
    had has have having he her here him his how however i if in instead into is it its itself just
    kept last later least less let like long made make makes many may me might more most much must
    my near never next no nobody none nor not nothing now of off often on once one only or other
    others our out over own per rather same second several shall she should since so some soon still
    such than that the their them then there these they this those three through thus to together
    too took two under until up upon us use used uses using very was we well were what when where
    whether which while who whole whom whose why will with within without would yet you your
    three four five six seven eight nine ten eleven twelve twenty hundred thousand million third
    fourth fifth tenth quarter zero number numbers above below against anything point points
    question return returned returns handle handled handles ran running runs start starts fill
    filled accepted answer answered answers brought chosen called calls value values step steps
    carry carried became become becomes available certain clear
    january february march april june july august september october november december afternoon
    evening monday tuesday wednesday thursday friday saturday sunday weekend yesterday tomorrow
    januar februar märz mai juni juli oktober dezember morgen nacht montag dienstag mittwoch
    donnerstag freitag samstag sonntag
    able add added allow allowed already asked asks bring brings came case cases chance come comes
    everybody everything except expected fact far find finds found full good hand hands held hold
    holds keep keeps kind know known late leave leaves left let lets little look looked looking
    looks lost main meant need needed needs new nobody note old open others part pass passed
    people place possible put puts quite reach reached ready really reason right said saw say says
    see seen sent set show showed shown shows side small somebody something stay stayed still take
    taken takes tell thing things think turn turned unable usual want wanted way went word work
    worked works write writes written wrong wrote
    aber alle allen aller alles als also am an auch auf aus bei beim bis bevor da dadurch damit dann
    das dass dem den denn der deren des dessen die dies diese diesem diesen dieser dieses doch dort
    durch ein eine einem einen einer eines er es für gegen gibt hat hatte hatten hätte ihm ihn ihr
    ihre ihrem ihren im ist jede jeden jeder jedes kein keine keinen keiner konnte konnten mehr mit
    nach nicht nichts noch nun nur obwohl oder ohne seit sich sie sind so sowie trotz über um und
    uns unter vom von vor war waren weil wenn werden wie wieder wird worden wurde wurden zu zum zur
    zwar zwei zwischen dauerte fehlte fehlten gab ging hielt kam lag lief ließ ließen machte nie
    stand
    au aucun aussi aux avec ce ces cette chaque comme dans de donc du elle en est et étaient était
    été il ils la le les leur leurs lui mais ne ni nos notre nous ont ou par pas pendant plus pour
    puis qu que quand qui sa sans se selon ses si son sont sous sur tout toute toutes tous très un
    une vers vous
    al ante cada como con contra cuando del desde donde durante el ella ellos entre era eran esa ese
    esta estaba están este esto fue fueron había han hasta hay lo los las más muy no nos otra otro
    para pero por porque que se ser sin sobre su sus también tiene todas todo todos tras una uno y
    """.split()
)
_BOILERPLATE = frozenset(
    """
    affected affects alert alerts began begin begun caused causes cause customer customers day days
    due errors error event events fail failed failing fails failure failures fault half happened
    hour hours impact incident incidents issue issues minute minutes month months morning night
    outage percent postmortem postmortems problem problems release request requests root second
    seconds service services started started system systems time times today user users utc week
    weeks year years
    ausfall dienst fehler kunden kunde minuten minute nutzer störung stunde stunden tag tage uhr
    ursache woche wochen
    """.split()
)
IGNORED = _COMMON | _BOILERPLATE
"""Words that tell no two incidents apart, folded."""


def fold(text: str) -> str:
    """A text without its differences of spelling: compatibility forms and case."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def clean(text: str, limit: int) -> str:
    """The first `limit` characters of a text, without code blocks and addresses."""
    text = text[:limit]
    if "```" in text or "~~~" in text or "://" in text or "](" in text:
        text = _NOT_TEXT.sub(" ", text)
    return text


def tokens(text: str) -> list[str]:
    """The folded tokens of a text in order: words, pairs of characters, and ends of clauses."""
    if text.isascii():
        # Most texts are, and a table takes half the time of an expression.
        return text.translate(_ASCII).replace(".", " . ").split()
    folded = fold(text).translate(_STOPS)
    if _UNSPACED.search(folded) is None:
        return _SPACED.findall(folded)
    found: list[str] = []
    for token in _TOKEN.findall(folded):
        found += _pairs(token) if is_unspaced(token) else (token,)
    return found


def is_unspaced(token: str) -> bool:
    """Whether a token is of a script that writes no spaces between words."""
    return not token.isascii() and _UNSPACED.match(token) is not None


def _pairs(run: str) -> list[str]:
    """The overlapping pairs of characters of a run, each a clause of its own."""
    return [piece for i in range(len(run) - 1) for piece in (run[i : i + 2], "\n")]


def without_grammar(run: str) -> str:
    """A run of characters without the hiragana at its ends, which are particles and endings."""
    return _ENDS.sub("", run)


def tells(run: str) -> bool:
    """Whether a run of characters can be a word: two of kana are a piece of one."""
    return len(run) > 2 or (len(run) == 2 and _KANA.search(run) is None)


def stem(word: str) -> str:
    """What a word is compared by; empty for one that says nothing, a number, or a mark."""
    if len(word) < 2 or word[0].isdigit() or word in IGNORED:
        return ""
    if not word.isascii():
        # Two signs of hiragana are grammar.
        return "" if _GRAMMAR.fullmatch(word) else word
    return _english(word)


def _english(word: str) -> str:
    """A word without its common English endings: one form of it for all of them."""
    if len(word) > 3:
        word = _singular(word)
    if word.endswith("ied"):
        word = f"{word[:-3]}y"
    for ending, least in (("ing", 4), ("ed", 3), ("ion", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            rest = word[: -len(ending)]
            if ending != "ion" or rest[-1] in "st":
                word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
                break
    return word[:-1] if len(word) > 4 and word[-1] in "ey" else word


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
