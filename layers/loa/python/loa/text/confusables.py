"""Letters and digits that look like others (Unicode Technical Standard 39), as far as people use them."""

from typing import Final

LETTERS: Final = str.maketrans(
    # Cyrillic, Greek, Armenian and Latin letters of other alphabets, as the letters that they look like
    "АВЕЅІЈКМНОРСТУХԌԚԜаеѕіјкорсухԁһԛԝѵӏ"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανοιρυτκ"
    "ՕօՏսոցɑɡıɩʟʏᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢ",
    "ABESIJKMHOPCTYXGQWaesijkopcyxdhqwvl"
    "ABEZHIKMNOPTYXavoiputk"
    "OoSungagiilyacdejkmoptuvwz",
)  # fmt: skip

DIGITS: Final = str.maketrans("oOQDlIi|!LZzSsGbBgq", "0000111111225566899")
"""What letters stand for within a number."""

DIGIT_LETTERS: Final = "oOQDlIi|!LZzSsGbBgq"
