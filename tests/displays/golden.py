"""A second, independent account of what a call sounds like, written from the two languages alone.

Nothing here reads the lexicons: where a lexicon and this file differ, one of them is wrong.
"""

from dataclasses import dataclass
from string import ascii_uppercase

SINGLE = tuple(ascii_uppercase)
DOUBLE = tuple(first + second for first in SINGLE for second in SINGLE)

_ID = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_EN_TEENS = {
    10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen",
    15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen",
}  # fmt: skip
_EN_TENS = {
    2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty", 9: "ninety",
}  # fmt: skip


def indonesian(value: int) -> str:
    """1 to 999, sign by sign from the left: "seratus", "dua ratus"; "sebelas", "tiga belas", "dua puluh"."""
    hundreds, tens, units = (int(sign) for sign in f"{value:03d}")
    words: list[str] = []
    if hundreds:
        words += ["seratus"] if hundreds == 1 else [_ID[hundreds], "ratus"]
    if (tens, units) == (1, 0):
        words.append("sepuluh")
    elif (tens, units) == (1, 1):
        words.append("sebelas")
    elif tens == 1:
        words += [_ID[units], "belas"]
    else:
        words += [_ID[tens], "puluh"] if tens else []
        words += [_ID[units]] if units else []
    return " ".join(words)


def english(value: int) -> str:
    """1 to 999 as the British say them: "one hundred and seven", "forty-two"."""
    hundreds, rest = value // 100, value % 100
    if rest in _EN_TEENS:
        small = _EN_TEENS[rest]
    elif rest < 10:
        small = _EN[rest] if rest else ""
    else:
        small = _EN_TENS[rest // 10] + (f"-{_EN[rest % 10]}" if rest % 10 else "")
    large = f"{_EN[hundreds]} hundred" if hundreds else ""
    return " and ".join(part for part in (large, small) if part)


IN_WORDS = {"id": indonesian, "en": english}


def number(prefix: str, value: int, language: str, style: str) -> str:
    """KJ, 45: "K J, nol empat lima" by digits, "K J, empat puluh lima" in words."""
    if style == "words":
        count = IN_WORDS[language](value)
    else:
        names = _ID if language == "id" else _EN
        count = " ".join(names[int(sign)] for sign in f"{value:03d}")
    return f"{' '.join(prefix)}, {count}"


@dataclass(frozen=True, slots=True)
class Place:
    """A counter as the mall names it and as each language says it."""

    name: str
    id: str
    en: str

    def in_(self, language: str) -> str:
        return self.id if language == "id" else self.en


def numbered(value: int) -> Place:
    """Loket 12."""
    return Place(f"Loket {value}", f"loket {indonesian(value)}", f"counter {english(value)}")


PLACES = (
    *(numbered(value) for value in range(1, 121)),
    Place("Loket 07", "loket tujuh", "counter seven"),
    Place("LOKET B", "loket B", "counter B"),
    Place("Loket 3A", "loket tiga A", "counter three A"),
    Place("Loket C-12", "loket C dua belas", "counter C twelve"),
    Place("Meja 4", "meja empat", "desk four"),
    Place("Gerai 11", "gerai sebelas", "stand eleven"),
    Place("Konter 15", "konter lima belas", "counter fifteen"),
    Place("Ruang 101", "ruang seratus satu", "room one hundred and one"),
    Place("Bilik 6", "bilik enam", "booth six"),
    Place("Kasir", "kasir", "the cashier"),
    Place("Apotek", "apotek", "the pharmacy"),
    Place("Kasir 2", "kasir dua", "the cashier two"),
    Place("Meja Informasi", "meja informasi", "the information desk"),
    Place("Meja Pengaduan 2", "meja pengaduan dua", "the complaints desk two"),
    Place("Loket Prioritas", "loket prioritas", "priority counter"),
    Place("Loket Pengambilan", "loket pengambilan", "the collection counter"),
    Place("Loket Pendaftaran", "loket pendaftaran", "the registration counter"),
    Place("Lantai 3 Loket 52", "lantai tiga loket lima puluh dua", "floor three counter fifty-two"),
    Place("Lantai Utama Meja Informasi", "lantai utama meja informasi", "floor main the information desk"),
)

# (recall, short) -> the sentence around number and place.
_SENTENCES = {
    ("id", False, False): "Nomor antrean, {}, silakan menuju, {}",
    ("id", True, False): "Panggilan ulang, nomor antrean, {}, silakan menuju, {}",
    ("id", False, True): "{}, {}",
    ("id", True, True): "Panggilan ulang, {}, {}",
    ("en", False, False): "Number {}, please go to {}",
    ("en", True, False): "Calling again, number {}, please go to {}",
    ("en", False, True): "{}, {}",
    ("en", True, True): "Calling again, {}, {}",
}
KINDS = tuple((recall, short) for recall in (False, True) for short in (False, True))


def sentence(language: str, said_number: str, place: Place, *, recall: bool, short: bool) -> str:
    return _SENTENCES[language, recall, short].format(said_number, place.in_(language))


# How each word of an Indonesian call sounds, in the phonetic alphabet: the e of "empat" is ə, that of
# "loket" ɛ, that of "meja" e; an o is open (ɔ) where a consonant closes its syllable. The stress lies on the
# last syllable but one, unless that has a ə.
INDONESIAN_SOUNDS = """
nol nˈɔl|satu sˈatu|dua dˈua|tiga tˈiɡa|empat əmpˈat|lima lˈima|enam ənˈam|tujuh tˈudʒuh
delapan dəlˈapan|sembilan səmbˈilan|sepuluh səpˈuluh|sebelas səbəlˈas|belas bəlˈas|puluh pˈuluh
seratus sərˈatus|ratus rˈatus|nomor nˈomɔr|antrean antreˈan|silakan silˈakan|menuju mənˈudʒu
panggilan paŋɡˈilan|ulang ˈulaŋ|loket lˈokɛt|meja mˈedʒa|gerai ɡərˈaɪ|konter kˈontər|ruang rˈuaŋ
bilik bˈilik|kasir kˈasir|apotek apotˈɛk|informasi ˌinfɔrmˈasi|pengaduan pəŋadˈuan
prioritas prˌiɔrˈitas|pengambilan pəŋambˈilan|pendaftaran pəndaftˈaran|lantai lˈantaɪ|utama utˈama
A ˈa|B bˈe|C tʃˈe|D dˈe|E ˈe|F ˈɛf|G ɡˈe|H hˈa|I ˈi|J dʒˈe|K kˈa|L ˈɛl|M ˈɛm
N ˈɛn|O ˈo|P pˈe|Q kˈi|R ˈɛr|S ˈɛs|T tˈe|U ˈu|V vˈe|W wˈe|X ˈɛks|Y jˈe|Z zˈɛt
"""

# The same for British English; [əɪ] stands where the next word decides.
ENGLISH_SOUNDS = """
zero zˈiəɹəʊ|one wˈʌn|two tˈuː|three θɹˈiː|four fˈɔː|five fˈaɪv|six sˈɪks|seven sˈɛvən|eight ˈeɪt
nine nˈaɪn|ten tˈɛn|eleven ɪlˈɛvən|twelve twˈɛlv|thirteen θˈɜːtiːn|fourteen fˈɔːtiːn
fifteen fˈɪftiːn|sixteen sˈɪkstiːn|seventeen sˈɛvəntˌiːn|eighteen ˈeɪtiːn|nineteen nˈaɪntiːn
twenty twˈɛnti|thirty θˈɜːti|forty fˈɔːti|fifty fˈɪfti|sixty sˈɪksti|seventy sˈɛvənti|eighty ˈeɪti
ninety nˈaɪnti|hundred hˈʌndɹɪd|and and|number nˈʌmbə|please plˈiːz|go ɡˌəʊ|to t[əʊ]|calling kˈɔːlɪŋ
again ɐɡˈɛn|counter kˈaʊntə|desk dˈɛsk|stand stˈand|room ɹˈuːm|booth bˈuːð|the ð[əɪ]|floor flˈɔː
cashier kaʃˈiə|pharmacy fˈɑːməsi|information ˌɪnfəmˈeɪʃən|complaints kəmplˈeɪnts|priority pɹaɪˈɒɹɪti
collection kəlˈɛkʃən|registration ɹˌɛdʒɪstɹˈeɪʃən|main mˈeɪn
A ˈeɪ|B bˈiː|C sˈiː|D dˈiː|E ˈiː|F ˈɛf|G dʒˈiː|H ˈeɪtʃ|I ˈaɪ|J dʒˈeɪ|K kˈeɪ|L ˈɛl|M ˈɛm|N ˈɛn
O ˈəʊ|P pˈiː|Q kjˈuː|R ˈɑː|S ˈɛs|T tˈiː|U jˈuː|V vˈiː|W dˈʌbəljˌuː|X ˈɛks|Y wˈaɪ|Z zˈɛd
"""


def _table(text: str) -> dict[str, str]:
    return dict(entry.split() for line in text.strip().splitlines() for entry in line.split("|"))


SOUND_OF = {"id": _table(INDONESIAN_SOUNDS), "en": _table(ENGLISH_SOUNDS)}
