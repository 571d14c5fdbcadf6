from dateline.reading.language import identify


def test_languages():
    assert identify("Six people were killed in an attack on a market on Sunday.") == "en"
    assert identify("THE ARMED FORCES REPORTED THAT SIX SOLDIERS WERE WOUNDED.") == "en"
    assert identify("Seis personas murieron el domingo en un ataque contra un mercado.") == "es"
    assert identify("В воскресенье при нападении на рынок погибли шесть человек.") == "ru"


def test_too_little_to_tell():
    assert identify("Six killed") is None
    assert identify("12345 67890 12345 67890 !!!") is None
